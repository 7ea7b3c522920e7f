""".terraform.lock.hcl gives the providers that Terraform chose."""

from mooring.packages.infrastructure.terraform_lock import READER
from packages.lock_files import by_name, read_until_error

CONTENT = """\
# This file is maintained automatically.
provider "registry.example/hashicorp/brush" {
  version     = "1.0.0"
  constraints = "~> 1.0"
  hashes = [
    "zh:aa",
    "h1:bb=",
  ]
}

provider "registry.example/acme/broken" {
}
provider "registry.example/acme/cut" {
  version = "2.0.0"
"""


def test_providers_have_their_address_and_damaged_blocks_are_told():
    facts, message = read_until_error(READER, ".terraform.lock.hcl", CONTENT)

    (brush,) = by_name(facts).values()
    assert (brush.type, brush.namespace, brush.name) == ("terraform", "registry.example/hashicorp", "brush")
    assert (brush.version, brush.line) == ("1.0.0", 2)
    assert brush.properties == {"constraint": "~> 1.0", "hash": "h1:bb="}
    assert message == "the block of provider 'registry.example/acme/broken' has no version or no end"
