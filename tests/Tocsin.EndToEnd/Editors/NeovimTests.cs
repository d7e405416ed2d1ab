using System.Diagnostics;
using System.Runtime.Versioning;

namespace Tocsin.EndToEnd.Editors;

/// <summary>A real editor, set up as the docs say, with the language server behind it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NeovimTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("nvim", "apt-get install --no-install-recommends neovim")]
    public async Task Neovim_shows_a_mistake_mends_it_completes_and_renames()
    {
        var program = _folder.Write("bin/tocsin", $"#!/bin/sh\nexec dotnet '{Built.Server}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Write("schema.lp", "cpu,host=web-1 usage_idle=3.5 1\n");
        _folder.Write("init.lua", FromTheDocs("lua").Replace("'--server', 'http://localhost:9092'", "'--schema', 'schema.lp'", StringComparison.Ordinal));
        _folder.Write("cpu.tick", """
            var limit = 10.0
            stream
                |from()
                    .measurement('cpu')
                |allert()
                    .crit(lambda: "usage_idle" < limit)
                    .log('/tmp/alerts')
            """);

        var notes = await RunAsync("cpu.tick");

        notes.Should().Equal(
            "filetype\ttickscript",
            "mistake\t4:5 TS1051 no node or property \"allert\" on from\\ndid you mean |alert(…)?",
            "fix\tReplace allert with alert",
            "fixed\t    |alert()",
            "first of the menu\twindow",
            "hover\t|from()",
            """renamed	var most = 10.0\nstream\n    |from()\n        .measurement('cpu')\n    |alert()\n        .crit(lambda: "usage_idle" < most)\n        .log('/tmp/alerts')""");
    }

    private static string FromTheDocs(string language)
    {
        var text = File.ReadAllText(Built.Doc("editors.md"));
        var start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private async Task<string[]> RunAsync(string script)
    {
        var notes = _folder.Of("notes");
        var start = new ProcessStartInfo("nvim", ["--headless", "-n", "-i", "NONE", "-u", "init.lua", script, "-S", Path.Combine(AppContext.BaseDirectory, "Editors", "neovim.lua")])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{_folder.Of("bin")}:{Environment.GetEnvironmentVariable("PATH")}", ["TOCSIN_NOTES"] = notes },
        };
        foreach (var home in new[] { "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME" })
            start.Environment[home] = _folder.Of("home");
        using var editor = Process.Start(start) ?? throw new InvalidOperationException("nvim does not start");
        try
        {
            var (output, errors) = (editor.StandardOutput.ReadToEndAsync(), editor.StandardError.ReadToEndAsync());
            await editor.WaitForExitAsync().WaitAsync(Limit);
            File.Exists(notes).Should().BeTrue("{0}{1}", await output, await errors);
            return await File.ReadAllLinesAsync(notes);
        }
        finally
        {
            if (!editor.HasExited)
                editor.Kill(entireProcessTree: true);
        }
    }
}
