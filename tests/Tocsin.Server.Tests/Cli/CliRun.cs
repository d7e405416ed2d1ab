using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;

namespace Tocsin.Server.Tests.Cli;

/// <summary>Runs command lines inside the test, with a folder of their own.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];
    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>What the last command line printed.</summary>
    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    /// <summary>What is written to the commands.</summary>
    public string Input { get; set; } = "";

    /// <summary>True to write as to a terminal.</summary>
    public bool IsInteractive { get; set; }

    /// <summary>Writes a file of the test's folder and answers with its path.</summary>
    public string File(string name, string text) => _folder.Write(name, text);

    public void Set(string variable, string value) => _environment[variable] = value;

    /// <summary>Runs one command line and answers with its exit code.</summary>
    public async Task<int> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var terminal = new Terminal(output, errors, IsInteractive, name => _environment.GetValueOrDefault(name), () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Input)));
        var code = await CommandLine.RunAsync(arguments, terminal);
        (Output, Errors) = (output.ToString(), errors.ToString());
        return code;
    }

    public void Dispose() => _folder.Dispose();
}
