"""Looks and behaviour of the HTML page: light and dark, narrow and wide, on paper; a filter that needs nothing from elsewhere."""

import base64
import hashlib

STYLE = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--dim:#5f6a76;--line:#d9dee4;--soft:#f5f7f9;--link:#0b5cad;
--critical:#a3123c;--high:#c2410c;--medium:#946200;--low:#2a6f97;--negligible:#5f6a76;--unknown:#5f6a76;--good:#1a7f4b}
@media screen and (prefers-color-scheme:dark){:root{--bg:#14181d;--fg:#e3e7ec;--dim:#98a3af;--line:#323a44;--soft:#1b2128;--link:#7db8ff;
--critical:#ff6f91;--high:#ff9a5c;--medium:#e8c04d;--low:#74bfe4;--negligible:#98a3af;--unknown:#98a3af;--good:#5fd398}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:0 auto;padding:1.5rem 1rem 4rem;background:var(--bg);color:var(--fg)}
h1{font-size:1.5rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2.2rem 0 .6rem}
h2 small,.dim{color:var(--dim);font-weight:normal;font-size:.9rem}
p{margin:.3rem 0;overflow-wrap:anywhere}a{color:var(--link)}
code{font:.92em ui-monospace,monospace;overflow-wrap:anywhere}
.lead{font-size:1.15rem;margin:1rem 0 .5rem}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;margin:.5rem 0;padding:0}
.chips li,.pill,.mark{border-radius:1rem;padding:.05rem .6rem;display:inline-block;line-height:1.35;
white-space:nowrap;border:1px solid currentColor;font-size:.88rem}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
.negligible,.unknown{color:var(--dim)}.good{color:var(--good)}
.pill.critical,.chips .critical{background:var(--critical);border-color:var(--critical);color:var(--bg)}
.mark{border-radius:.3rem;border-color:var(--line);color:var(--dim)}
.mark.loud{background:var(--critical);border-color:var(--critical);color:var(--bg);font-weight:600}
.banner{border:1px solid var(--line);border-left:.4rem solid var(--medium);border-radius:.3rem;background:var(--soft);
padding:.7rem 1rem;margin:1rem 0}
.banner.loud{border-left-color:var(--critical)}.banner b{display:block}.banner ul{margin:.3rem 0 0;padding-left:1.2rem}
form{margin-top:1.5rem;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;position:sticky;top:0;z-index:1;background:var(--bg);
padding:.6rem 0;border-bottom:1px solid var(--line)}form[hidden]{display:none}
input[type=search],select{font:inherit;color:inherit;padding:.3rem .6rem;border:1px solid var(--line);border-radius:.3rem;
background:var(--soft)}input[type=search]{flex:1 1 12rem;min-width:0}
.group{border-bottom:1px solid var(--line)}.group[hidden]{display:none}
.group>summary{display:grid;grid-template-columns:.8rem 2.6rem 5.8rem minmax(0,1fr) auto;gap:.2rem .8rem;align-items:baseline;
padding:.5rem .3rem;cursor:pointer;list-style:none}
.group>summary::before{content:'▸';color:var(--dim)}.group[open]>summary::before{content:'▾'}
.group>summary::-webkit-details-marker{display:none}
.group>summary:hover,.group[open]>summary{background:var(--soft)}
.risk{font-weight:700;font-variant-numeric:tabular-nums;text-align:right}
.what{overflow-wrap:anywhere}.fix{color:var(--good);font-weight:600}
.side{display:flex;flex-wrap:wrap;gap:.3rem;justify-content:flex-end;text-align:right}
.inner{padding:.2rem .3rem 1rem 4.2rem}
.flaw{border-top:1px dashed var(--line);padding:.6rem 0}.flaw:first-child{border-top:0}
.flaw p{max-width:70ch}.flaw details{margin:.3rem 0 0}.flaw li{overflow-wrap:anywhere}
summary{cursor:pointer}.why{margin:.4rem 0 .2rem;padding-left:1.1rem;font-size:.93rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{color:var(--dim);font-weight:normal;white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums}
.p{color:var(--dim);font-size:.9em}
.bar{display:block;height:.5rem;min-width:.2rem;border-radius:.25rem;background:var(--good)}.track{width:30%;min-width:5rem;vertical-align:middle}
@media (max-width:42rem){.group>summary{grid-template-columns:.8rem 3rem minmax(0,1fr)}
.what,.side{grid-column:2/-1;justify-content:flex-start;text-align:left}.inner{padding-left:.3rem}.stack .track{display:none}
.stack th{display:none}.stack tr{display:block;border-bottom:1px solid var(--line);padding:.4rem 0}
.stack td{display:inline;border:0;padding:0 .6rem 0 0}.stack .n{text-align:left}}
@media print{:root{color-scheme:light}body{max-width:none;font-size:10.5pt;padding:0}form{display:none}
.flaw,.banner{break-inside:avoid}.group>summary{break-after:avoid}.group>summary:hover,.group[open]>summary{background:none}
a{color:inherit;text-decoration:none}*{print-color-adjust:exact}}
"""

SCRIPT = """
(() => {
  const form = document.querySelector("form"), groups = [...document.querySelectorAll(".group")];
  if (!form) return;
  const ranks = ["unknown", "negligible", "low", "medium", "high", "critical"];
  const apply = () => {
    const words = form.text.value.toLowerCase().split(/\\s+/).filter(Boolean), least = ranks.indexOf(form.least.value);
    let shown = 0;
    for (const group of groups) {
      const text = group.textContent.toLowerCase(), has = new Set(group.dataset.has.split(" "));
      const fits = ranks.indexOf(group.dataset.severity) >= least && words.every(word => text.includes(word))
        && [...form.querySelectorAll("input[type=checkbox]")].every(box => !box.checked || has.has(box.name));
      group.hidden = !fits;
      shown += fits;
    }
    form.querySelector("output").textContent = shown === groups.length ? "" : `${shown} of ${groups.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", event => event.preventDefault());
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".group:not([open]),.flaw details:not([open])")];
    opened.forEach(one => { one.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach(one => { one.open = false; }));
  apply();
})();
"""


def script_source() -> str:
    """What a Content-Security-Policy must allow for SCRIPT, and for nothing else, to run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
