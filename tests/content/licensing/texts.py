"""Short licence texts for tests, with the parts in which they differ; everything that is no text of a licence is made up."""

GRANT = (
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation "
    'files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, '
    "merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished "
    "to do so"
)
NOTICE = (
    ", subject to the following conditions:\n\nThe above copyright notice and this permission notice shall be included in all copies or "
    "substantial portions of the Software"
)
NO_WARRANTY = (
    '.\n\nTHE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES '
    "OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE {} BE LIABLE FOR ANY CLAIM, DAMAGES "
    "OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR "
    "THE USE OR OTHER DEALINGS IN THE SOFTWARE.\n"
)
ADVERTISING_X11 = (
    "\nExcept as contained in this notice, the name of the X Consortium shall not be used in advertising or otherwise to promote the sale, "
    "use or other dealings in this Software without prior written authorization from the X Consortium.\n"
)
MIT = (
    "MIT License\n\nCopyright (c) 2021 Somebody\n\n"
    + GRANT
    + NOTICE
    + NO_WARRANTY.format("AUTHORS OR COPYRIGHT HOLDERS")
)
MIT_0 = "MIT No Attribution\n\nCopyright 2021 Somebody\n\n" + GRANT + NO_WARRANTY.format("AUTHORS OR COPYRIGHT HOLDERS")
X11 = "Copyright (C) 1996 X Consortium\n\n" + GRANT + NOTICE + NO_WARRANTY.format("X CONSORTIUM") + ADVERTISING_X11
ISC = (
    "Copyright (c) 2020, Somebody\n\nPermission to use, copy, modify, and/or distribute this software for any purpose with or without fee "
    "is hereby granted{}.\n\n"
    'THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED '
    "WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR "
    "CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, "
    "NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.\n"
)
ZERO_BSD = ISC.format("")
ISC = ISC.format(", provided that the above copyright notice and this permission notice appear in all copies")
_BSD_HEAD = (
    "Copyright (c) 2019, Somebody\nAll rights reserved.\n\nRedistribution and use in source and binary forms, with or without "
    "modification, are permitted provided that the following conditions are met:\n\n"
    "* Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.\n"
    "* Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer "
    "in the documentation and/or other materials provided with the distribution.\n"
)
_BSD_ADVERTISING = (
    "* All advertising materials mentioning features or use of this software must display the following acknowledgement: This product "
    "includes software developed by the organization.\n"
)
BSD_NAMES = (
    "* Neither the name of {} nor the names of its contributors may be used to endorse or promote products derived from this software "
    "without specific prior written permission.\n"
)
BSD_END = (
    '\nTHIS SOFTWARE IS PROVIDED BY THE {} "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED '
    "WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE {} BE LIABLE FOR ANY DIRECT, "
    "INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR "
    "SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN "
    "CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF "
    "ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.\n"
)
BSD_2 = _BSD_HEAD + BSD_END.format("COPYRIGHT HOLDERS AND CONTRIBUTORS", "COPYRIGHT HOLDER OR CONTRIBUTORS")
BSD_3 = _BSD_HEAD + BSD_NAMES.format("Somebody Inc.") + BSD_END.format("REGENTS AND CONTRIBUTORS", "AUTHOR")
BSD_4 = _BSD_HEAD + _BSD_ADVERTISING + BSD_NAMES.format("the University") + BSD_END.format("AUTHOR", "AUTHOR")
UNLICENSE = (
    "This is free and unencumbered software released into the public domain.\n\nAnyone is free to copy, modify, "
    "publish, use, compile, sell, "
    "or distribute this software, either in source code form or as a compiled binary, for any purpose, commercial or "
    "non-commercial, and by "
    "any means.\n\nIn jurisdictions that recognize copyright laws, the author or authors of this software dedicate any and all copyright "
    "interest in the software to the public domain. We make this dedication for the benefit of the public at large and to the detriment of "
    "our heirs and successors. We intend this dedication to be an overt act of relinquishment in perpetuity of all present and future "
    "rights to this software under copyright law.\n\n"
    + NO_WARRANTY.format("AUTHORS")[3:]
    + "\nFor more information, please refer to "
    "<https://unlicense.org>\n"
)
ZLIB = (
    "This software is provided 'as-is', without any express or implied warranty. In no event will the authors be held "
    "liable for any damages "
    "arising from the use of this software.\n\nPermission is granted to anyone to use this software for any purpose, including commercial "
    "applications, and to alter it and redistribute it freely, subject to the following restrictions:\n\n1. The origin "
    "of this software must "
    "not be misrepresented; you must not claim that you wrote the original software. If you use this software in a product, an "
    "acknowledgment in the product documentation would be appreciated but is not required.\n2. Altered source versions "
    "must be plainly marked "
    "as such, and must not be misrepresented as being the original software.\n3. This notice may not be removed or altered from any source "
    "distribution.\n"
)
TEXTS = {
    "MIT": MIT,
    "MIT-0": MIT_0,
    "X11": X11,
    "ISC": ISC,
    "0BSD": ZERO_BSD,
    "BSD-2-Clause": BSD_2,
    "BSD-3-Clause": BSD_3,
    "BSD-4-Clause": BSD_4,
    "Unlicense": UNLICENSE,
    "Zlib": ZLIB,
}
