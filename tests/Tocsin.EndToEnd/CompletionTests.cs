using System.Runtime.Versioning;
using Tocsin.EndToEnd.Packaging;

namespace Tocsin.EndToEnd;

/// <summary>Lines completed by the shells themselves.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompletionTests : IDisposable
{
    // As readline does when somebody presses the key.
    private const string Complete = """
        eval "$(tocsin completion bash)"
        printf '%s\n' "$@" | while IFS= read -r line; do
            COMP_LINE=$line COMP_POINT=${#line} COMP_WORDS=($line)
            [[ $line == *' ' ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
            _tocsin
            echo "${COMPREPLY[*]}"
        done
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("bash", "apt-get install bash")]
    public async Task Bash_completes_commands_verbs_options_values_and_names_of_tasks()
    {
        var program = _folder.Write("tocsin", $"#!/bin/sh\nexec dotnet '{Built.Server}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var script = _folder.Write("t.tick", "dbrp \"a\".\"b\"\nstream|from()\n");
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data");
        foreach (var task in new[] { "cpu_alert", "mem_alert" })
            (await TocsinProcess.RunAsync(_folder.Path, server.Url, "define", task, "-tick", script)).ExitCode.Should().Be(0);

        (string Line, string Completed)[] lines =
        [
            ("tocsin rest", "restore"),
            ("tocsin sta", "stats status"),
            ("tocsin completion ", "bash fish pwsh zsh"),
            ("tocsin users re", "remove reset"),
            ("tocsin doctor --da", "--data"),
            ("tocsin serve --auth o", "off on"),
            ("tocsin enable c", "cpu_alert"),
            ("tocsin show ", "cpu_alert mem_alert"),
        ];
        var printed = await Shell.RunAsync(
            "bash",
            ["-c", Complete, "bash", .. lines.Select(line => line.Line)],
            ("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"),
            ("TOCSIN_URL", server.Url));

        var completed = printed.TrimEnd().Split('\n').Select(words => string.Join(' ', words.Split(' ').Where(word => !word.StartsWith('-') || word == "--data").Order(StringComparer.Ordinal)));
        completed.Should().Equal(lines.Select(line => line.Completed));
    }
}
