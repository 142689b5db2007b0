"""The reader of pages, on pages made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.blocks import Block, Command, blocks_of, commands_of, matches
from tests.acceptance.runner import Reader, WrongPageError

PAGE = """# A page

```console
$ echo one
one
$ echo two \\
>   three
```

    ```python
    not a fence in our sense, but read as one
    ```

1. In a list:

   ~~~~python title="x"
   a = 1
   ~~~
     b = 2
   ~~~~

<!-- file: my case/case.yaml -->
<!-- exit: 3 -->

```yaml
case: x
```

```text
after
```

Words in between.
```
plain
```
"""


def test_blocks_are_found_with_language_line_marks_and_neighbours() -> None:
    console, indented, listed, yaml, text, plain = blocks_of(PAGE)
    assert (console.language, console.line, console.follows) == ("console", 3, False)
    assert indented.language == "python"
    assert listed.text == "a = 1\n~~~\n  b = 2\n"
    assert yaml.marks == {"file": "my case/case.yaml", "exit": "3"}
    assert (text.language, text.follows, text.marks) == ("text", True, {})
    assert (plain.language, plain.follows, plain.text) == ("", False, "plain\n")


def test_a_block_that_is_never_closed_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 2: the block is never closed"):
        list(blocks_of("x\n```python\n1\n"))


def test_commands_of_a_console_block_carry_their_output() -> None:
    block = next(blocks_of(PAGE))
    assert commands_of(block) == [Command("echo one", ("one",)), Command("echo two three")]


def test_commands_of_a_shell_block_are_its_lines() -> None:
    block = Block("sh", "# words\nmake demo    # more words\n\ntertius cases\n", 1)
    assert [command.line for command in commands_of(block)] == ["make demo    # more words", "tertius cases"]


def test_output_before_any_command_is_an_error() -> None:
    with pytest.raises(ValueError, match="output without a command"):
        commands_of(Block("console", "one\n$ echo one\n", 7))


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "b"], "a\nb\n", True),
        (["a  ", "", "b"], "\na\n\nb   \n\n", True),
        (["a", "..."], "a\nb\nc", True),
        (["...", "c"], "a\nb\nc", True),
        (["a", "...", "c"], "a\nc", True),
        (["a", "...", "b", "...", "d"], "a\nb\nb\nc\nd", True),
        (["a", "...", "c"], "a\nb", False),
        (["a"], "a\nb", False),
        (["a", "b"], "a", False),
        (["a ... b"], "a x b", False),
    ],
)
def test_output_is_compared_line_by_line(shown: list[str], printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


def test_a_reader_does_what_the_page_says(tmp_path: Path) -> None:
    page = """
<!-- file: my/case.yaml -->
```yaml
case: x
```
<!-- append: my/case.yaml -->
```yaml
title: y
```
<!-- change: my/case.yaml -->
```diff
 case: x
-title: y
+title: z
```
```console
$ cat my/case.yaml
case: x
title: z
```
```console
$ cat my/case.yaml
case: x
...
$ cd my
$ ls
case.yaml
```
```python
from pathlib import Path
value = Path("my/case.yaml").read_text()
```
```python
print(value.splitlines()[1])
```
```text
title: z
```
```sh
make test
git clone somewhere
```
<!-- not run -->
```python
1 / 0
```
"""
    assert Reader(tmp_path).read(page) == 7


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("```console\n$ exit 2\n```", "ended with 2, not 0"),
        ("<!-- exit: 3 -->\n```console\n$ exit 2\n```", "ended with 2, not 3"),
        ("```console\n$ echo one\ntwo\n```", "the page shows\ntwo\nbut it prints\none"),
        ("```sh\nfalse\n```", "ended with 1, not 0"),
        ("```python\n1 / 0\n```", "ZeroDivisionError"),
        ("```python\nprint(1)\n```\n\n```text\n2\n```", "the page shows"),
        (
            "<!-- file: c -->\n```yaml\na: 1\n```\n<!-- change: c -->\n```diff\n-a: 2\n+a: 3\n```",
            "c has these lines 0 times",
        ),
        ("```yaml\na: b: c\n```", "mapping values are not allowed"),
    ],
)
def test_a_page_that_is_wrong_is_found_out(tmp_path: Path, page: str, fault: str) -> None:
    with pytest.raises(WrongPageError, match=fault):
        Reader(tmp_path).read(page)


def test_an_exit_code_that_the_page_announces_is_right(tmp_path: Path) -> None:
    assert Reader(tmp_path).read("<!-- exit: 3 -->\n```console\n$ echo a; exit 3\na\n```") == 1


def test_the_command_is_on_the_path(tmp_path: Path) -> None:
    assert Reader(tmp_path).read("```console\n$ tertius --version\ntertius 0.1.0\n```") == 1
