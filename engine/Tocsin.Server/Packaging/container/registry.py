#!/usr/bin/env python3
"""Makes a base image of a root file system and offers it to the .NET SDK as a registry does, on this machine only.

    registry.py ROOT ARCHITECTURE

It says the name of the image, with its port, and serves until it is ended. ROOT/home/app belongs to the user 1654, the rest to root.
"""
import gzip
import hashlib
import http.server
import io
import json
import os
import sys
import tarfile

USER = 1654
NAME = "tocsin-base"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def owned(entry):
    entry.uname = entry.gname = ""
    entry.uid = entry.gid = USER if entry.name == "home/app" else 0
    return entry


def layer_of(root):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted(os.listdir(root)):
            tar.add(os.path.join(root, name), name, filter=owned)
    return packed.getvalue()


def image_of(root, architecture):
    """What the registry has, by path: its type and its bytes."""
    plain = layer_of(root)
    layer = gzip.compress(plain, mtime=0)
    config = json.dumps({
        "architecture": architecture, "os": "linux", "config": {"Env": ["PATH=/usr/bin", "DOTNET_RUNNING_IN_CONTAINER=true"]},
        "rootfs": {"type": "layers", "diff_ids": [digest_of(plain)]},
    }).encode()

    def described(kind, data):
        return {"mediaType": kind, "digest": digest_of(data), "size": len(data)}

    manifest = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": described(CONFIG, config), "layers": [described(LAYER, layer)]}).encode()
    there = {"/v2/": ("application/json", b"{}")}
    for reference in ("latest", digest_of(manifest)):
        there[f"/v2/{NAME}/manifests/{reference}"] = (MANIFEST, manifest)
    for blob in (config, layer):
        there[f"/v2/{NAME}/blobs/{digest_of(blob)}"] = ("application/octet-stream", blob)
    return there


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    there = {}

    def do_GET(self):
        kind, data = self.there.get(self.path, (None, b""))
        self.send_response(404 if kind is None else 200)
        self.send_header("Content-Length", str(len(data)))
        if kind:
            self.send_header("Content-Type", kind)
            self.send_header("Docker-Content-Digest", digest_of(data))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    do_HEAD = do_GET

    def log_message(self, *words):
        pass


if __name__ == "__main__":
    Registry.there = image_of(sys.argv[1], sys.argv[2])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    print(f"localhost:{server.server_port}/{NAME}:latest", flush=True)
    server.serve_forever()
