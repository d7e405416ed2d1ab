using System.CommandLine;
using System.Text;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Config;

/// <summary><c>tocsin config convert FILE</c>: writes what <c>kapacitor.conf</c> says as <c>tocsin.yaml</c>, without what has no effect.</summary>
internal sealed class ConvertConfigCommand : CliCommand
{
    private const string DefaultName = "tocsin.yaml";

    private readonly Terminal _terminal;
    private readonly Argument<string> _file;
    private readonly Option<string?> _out;
    private readonly ExtensionOptions _extensions;

    public ConvertConfigCommand(Terminal terminal)
        : base("convert", CommandGroup.Writing, "Convert kapacitor.conf to a configuration of this server.")
    {
        _terminal = terminal;
        _file = Argument<string>("file", "The file, such as /etc/kapacitor/kapacitor.conf.");
        _out = Option<string?>("out", $"What is written; - for the terminal. Default {DefaultName}. A file that is there is not replaced.", "FILE");
        _extensions = new ExtensionOptions(this);
    }

    public override IReadOnlyList<string> Examples => ["tocsin config convert /etc/kapacitor/kapacitor.conf", "tocsin config convert kapacitor.conf --out -"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetRequiredValue(_file);
        using var extensions = _extensions.Open(arguments);
        var converted = ConfigConversion.Of(file, TextFile.Read(file), extensions.Current.Kinds);
        foreach (var line in converted.Report)
            await _terminal.Error.WriteLineAsync($"tocsin: {line}").ConfigureAwait(false);
        if (converted.IsFailed)
            throw new CliException($"{file} is not converted");
        if (arguments.GetValue(_out) is "-")
        {
            await _terminal.Out.WriteAsync(converted.Yaml).ConfigureAwait(false);
            return ExitCode.Ok;
        }

        var name = arguments.GetValue(_out) ?? DefaultName;
        if (File.Exists(name))
            throw new CliException($"there is a file {name} already: take it away, or name another one with --out");
        var output = PrivateFile.Open(name, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (output.ConfigureAwait(false))
            await output.WriteAsync(Encoding.UTF8.GetBytes(converted.Yaml), cancellationToken).ConfigureAwait(false);
        await _terminal.Out.WriteLineAsync($"wrote {name}").ConfigureAwait(false);
        return ExitCode.Ok;
    }
}
