"""FAMILY. Applications that are deployed as files of a web server: WordPress."""
