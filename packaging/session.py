"""A person's ten minutes with Espalier: keyboard and mouse alone, over what a screen reader is told of the window.

Called by session.sh, which brings the display, the recorder and the buses. Every step is written to OUT/session.log
with its time, every scene is a picture in OUT. Ends with 1, and says at which step, when something that should be on
the screen is not, when a file that should be written is missing, or when the program's log is not empty.
"""
import os
import subprocess
import sys
import time

import pyatspi

PATIENCE = 60  # seconds until something that must come is missed


class Missing(Exception):
    pass


def below(node, depth=0):
    """The parts of the window that are shown, in the order of the screen reader."""
    if node is None or depth > 24:
        return
    yield node
    try:
        count = min(node.childCount, 400)
    except Exception:  # a widget that has gone meanwhile
        return
    for index in range(count):
        try:
            child = node.getChildAtIndex(index)
            if child is None or not child.getState().contains(pyatspi.STATE_VISIBLE):
                continue
        except Exception:
            continue
        yield from below(child, depth + 1)


class Hands:
    """Looks at one program, and types and points as a person does."""

    def __init__(self, program, out):
        self.program = program
        self.out = out
        self.began = time.monotonic()
        self.scenes = 0
        self.log = open(os.path.join(out, "session.log"), "w", encoding="utf-8")

    # Looking
    def application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for index in range(desktop.childCount):
            application = desktop.getChildAtIndex(index)
            if application is not None and application.name == self.program:
                return application
        return None

    def parts(self):
        application = self.application()
        if application is not None:
            for index in range(application.childCount):
                yield from below(application.getChildAtIndex(index))

    def seen(self, name, role=None, exact=False):
        for part in self.parts():
            try:
                text = part.name or ""
                fits = text == name if exact else name.lower() in text.lower()
                if fits and (role is None or part.getRoleName() == role):
                    if part.getState().contains(pyatspi.STATE_SHOWING):
                        return part
            except Exception:
                continue
        return None

    def wait_for(self, name, role=None, patience=PATIENCE, exact=False):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            part = self.seen(name, role, exact)
            if part is not None:
                return part
            time.sleep(0.3)
        raise Missing(f"'{name}' ({role or 'anything'}) was not on the screen within {patience} s")

    @staticmethod
    def box(part):
        box = part.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return box.x, box.y, box.width, box.height

    # Acting
    @staticmethod
    def xdotool(*words):
        subprocess.run(["xdotool", *map(str, words)], check=True)

    def keys(self, *combinations, pause=0.4):
        for combination in combinations:
            self.xdotool("key", "--clearmodifiers", combination)
            time.sleep(pause)

    def write(self, text, pause=0.4):
        self.xdotool("type", "--delay", "40", text)
        time.sleep(pause)

    def point(self, part, across=0.5, down=0.5):
        x, y, width, height = self.box(part)
        self.xdotool("mousemove", round(x + across * width), round(y + down * height))
        time.sleep(0.2)

    def click(self, part, across=0.5, down=0.5, button=1):
        self.point(part, across, down)
        self.xdotool("click", button)
        time.sleep(0.5)

    def drag(self, start, end):
        (x, y), (to_x, to_y) = start, end
        self.xdotool("mousemove", x, y, "mousedown", 1)
        for share in (0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0):
            self.xdotool("mousemove", round(x + share * (to_x - x)), round(y + share * (to_y - y)))
            time.sleep(0.1)
        time.sleep(0.3)
        self.xdotool("mouseup", 1)
        time.sleep(0.5)

    def command(self, name):
        """By its name, through the command palette."""
        self.keys("ctrl+k")
        self.write(name, 0.6)
        self.keys("Return", pause=0.8)

    # Telling
    def say(self, sentence):
        passed = time.monotonic() - self.began
        line = f"{int(passed) // 60}:{int(passed) % 60:02d}  {sentence}"
        print(line, flush=True)
        self.log.write(line + "\n")
        self.log.flush()

    def scene(self, name):
        self.scenes += 1
        subprocess.run(["import", "-window", "root", os.path.join(self.out, f"{self.scenes:02d}-{name}.png")], check=True)



def into_view(hands, part, panel):
    """Turn the wheel over a panel until one of its parts can be reached."""
    _, top, _, height = hands.box(panel)
    hands.point(panel)
    for _ in range(80):
        _, y, _, part_height = hands.box(part)
        if top <= y and y + part_height <= top + height:
            return
        hands.xdotool("click", 5 if y > top else 4)
        time.sleep(0.1)
    raise Missing(f"'{part.name}' cannot be scrolled to")


def save_as(hands, keys, path):
    """The dialog that asks for a file: its name is written, Enter."""
    hands.keys(keys, pause=1.0)
    hands.keys("ctrl+a")
    hands.write(path)
    hands.keys("Return", pause=1.0)
    end = time.monotonic() + PATIENCE
    while not os.path.exists(path):
        if time.monotonic() > end:
            raise Missing(f"{path} was not written")
        time.sleep(0.2)


def plan(hands):
    hands.say("Open: a preset of the study, by mouse and arrow keys")
    hands.click(hands.wait_for("New from a preset", "push button"))
    hands.keys("Down", "Down", "Down", "Down", "Return", pause=0.2)
    hands.wait_for("Step 2 Hybrid Moderate", "label")
    hands.wait_for("16 grafts", "label")
    hands.scene("design")

    hands.say("Plan: a pattern tells what it matches while it is written; Enter unfreezes, Ctrl+Z takes it back")
    hands.keys("slash")
    hands.write("cls_preds.1, neck.*")
    hands.wait_for("7 modules")
    hands.scene("pattern")
    hands.keys("Return")
    hands.wait_for("own plan", "label")
    hands.keys("Escape", "ctrl+z")
    hands.wait_for("16 grafts", "label")

    hands.say("Plan: LoRA dragged from the palette on to stage4, with the mouse; its cost is asked for and shown")
    canopy_x, canopy_y, canopy_width, canopy_height = hands.box(hands.wait_for("Canopy", exact=True))
    leaf_x, leaf_y, leaf_width, leaf_height = hands.box(hands.wait_for("Graft LoRA", "filler"))
    hands.drag(
        (leaf_x + leaf_width // 3, leaf_y + leaf_height // 2),
        (round(canopy_x + 0.17 * canopy_width), round(canopy_y + 0.17 * canopy_height)),
    )
    hands.wait_for("LoRA on all")
    hands.scene("graft")
    hands.click(hands.wait_for("Graft on all", "push button"))
    hands.wait_for("own plan", "label")

    hands.say("Plan: one step is measured before any is run")
    hands.keys("shift+F5")
    hands.wait_for("One step of 4 images", "label", patience=180)
    hands.scene("dry-run")

    hands.say("Plan: the guard is told to rewind by itself; the plan is saved")
    hands.click(hands.wait_for("Settings", "page tab"))
    panel = hands.wait_for("Settings", "filler", exact=True)
    policy = hands.wait_for("policy", "label", exact=True)
    into_view(hands, policy, panel)
    _, _, width, _ = hands.box(policy)
    hands.click(policy, across=140 / width)
    hands.write("rewind")
    hands.keys("Return")
    save_as(hands, "ctrl+s", os.path.join(hands.out, "session.espalier.yaml"))
    hands.scene("settings")


def explosion(hands):
    hands.say("Run: F5; the first steps on the screen")
    hands.keys("F5")
    hands.wait_for("Running", "label")
    time.sleep(25)
    hands.scene("running")

    hands.say("Run: the learning rate a thousandfold, to see it explode")
    hands.keys("l", pause=0.8)
    hands.keys("ctrl+a")
    hands.write("1000")
    hands.keys("Return")
    hands.wait_for("exploded", patience=120)
    hands.scene("exploded")

    hands.say("Run: the guard has gone back by itself; the rate is put back to what it was")
    hands.keys("l", pause=0.8)
    hands.keys("ctrl+a")
    hands.write("0.001")
    hands.keys("Return")
    hands.wait_for("You set LR × 0.001", patience=120)
    hands.wait_for("guard: stable", "label", patience=240)
    hands.scene("stable-again")

    hands.say("Run: and once more by hand, to an event that [ has gone to")
    hands.keys("space")
    hands.wait_for("Paused", "label", patience=120)
    hands.keys("bracketleft", "bracketleft", "r", pause=0.8)
    hands.scene("rewind-asked")
    hands.keys("Return", pause=0.8)  # the question has the focus, and its answer, too
    hands.keys("space")
    hands.wait_for("You asked to go back", patience=120)
    time.sleep(10)
    hands.scene("rewound")

    hands.say("Run: its autopsy while it trains")
    hands.keys("a", pause=3)
    hands.scene("autopsy")
    hands.wait_for("Finished", "label", patience=900)
    hands.scene("finished")


def second_run(hands):
    hands.say("A second run of the same plan without the accident, from the queue")
    hands.keys("ctrl+1", "ctrl+F5", "ctrl+5", "ctrl+shift+q", "ctrl+3", pause=1.0)
    hands.wait_for("Running", "label")
    hands.wait_for("Finished", "label", patience=900)


def compare(hands):
    hands.say("Compare: both runs from the list")
    hands.keys("ctrl+5", pause=1.0)
    hands.scene("runs")
    hands.keys("ctrl+a", "ctrl+Return", pause=1.0)
    hands.wait_for("Settings that differ", "label")
    time.sleep(3)
    hands.scene("compare")
    hands.keys("bracketright", "bracketright")
    hands.scene("compare-images")

    hands.say("Export: the report, the curves, the autopsy")
    save_as(hands, "ctrl+e", os.path.join(hands.out, "report.html"))
    save_as(hands, "ctrl+shift+e", os.path.join(hands.out, "curves.pdf"))
    hands.scene("exported")

    hands.say("Light, then Korean, and back")
    hands.keys("ctrl+shift+t", "ctrl+shift+l", pause=1.5)
    hands.scene("light-korean")
    hands.keys("ctrl+shift+t", "ctrl+shift+l", pause=1.0)


def main():
    hands = Hands("espalier", sys.argv[1])
    try:
        hands.wait_for("Grow a trained tree", "label")
        for act in (plan, explosion, second_run, compare):
            act(hands)
        hands.say("Quit")
        hands.keys("ctrl+q")
    except Missing as missing:
        hands.scene("missing")
        hands.say(f"FAILED: {missing}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
