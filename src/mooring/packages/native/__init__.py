"""FAMILY. Package managers of C and C++: Conan and vcpkg."""
