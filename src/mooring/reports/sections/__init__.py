"""Parts of a report besides packages and vulnerabilities, as titled tables that terminal, page and Markdown draw alike."""
