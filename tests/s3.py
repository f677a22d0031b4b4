"""An S3 server of one's own on loopback, that checks who asks: moto's, in a process."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3

SETUP = {"aws_access_key_id": "setup", "aws_secret_access_key": "setup", "region_name": "us-east-1"}
EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}


@dataclass
class Served:
    """Where it answers, and the keys it takes."""

    url: str
    key: str
    secret: str
    bucket: str

    @property
    def storage_url(self) -> str:
        return f"s3://{self.bucket}/copy?endpoint={self.url}&region=us-east-1"

    def settings(self) -> dict[str, str]:
        return {
            "THAKSA_STORAGE_URL": self.storage_url,
            "THAKSA_STORAGE_KEY": self.key,
            "THAKSA_STORAGE_SECRET": self.secret,
        }

    def names(self) -> list[str]:
        keys = {"aws_access_key_id": self.key, "aws_secret_access_key": self.secret}
        client = boto3.client("s3", endpoint_url=self.url, region_name="us-east-1", **keys)
        return [
            each["Key"] for each in client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        ]


@contextmanager
def serve() -> Iterator[Served]:
    """A server with one bucket; only one user's keys are good after that."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"INITIAL_NO_AUTH_ACTION_COUNT": "4"},
    )
    try:
        _await(url, process)
        boto3.client("s3", endpoint_url=url, **SETUP).create_bucket(Bucket="thaksa")
        iam = boto3.client("iam", endpoint_url=url, **SETUP)
        iam.create_user(UserName="thaksa")
        iam.put_user_policy(
            UserName="thaksa", PolicyName="all", PolicyDocument=json.dumps(EVERYTHING)
        )
        keys = iam.create_access_key(UserName="thaksa")["AccessKey"]
        yield Served(url, keys["AccessKeyId"], keys["SecretAccessKey"], "thaksa")
    finally:
        process.kill()
        process.wait()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the S3 server did not start")
        try:
            with urllib.request.urlopen(f"{url}/moto-api/", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the S3 server does not answer")
