"""A chain of calls that is as long as calls are followed: what its end calls is read too."""
import os

import requests


def step0(path):

    def send():
        return requests.get("https://deep.example.com/" + path, headers={"Authorization": "Bearer " + os.environ["DEEP_TOKEN"]}, timeout=3)

    return send()


def step1(path):
    return step0(path)


def step2(path):
    return step1(path)


def step3(path):
    return step2(path)


def step4(path):
    return step3(path)


def step5(path):
    return step4(path)


def step6(path):
    return step5(path)


def step7(path):
    return step6(path)


def step8(path):
    return step7(path)


def step9(path):
    return step8(path)


step9("a")
