using System.CommandLine;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Server.Cli.VictorOps;

/// <summary><c>tocsin victorops teams import</c>: writes the teams of an organisation to a file that handlers refer to.</summary>
internal sealed class VictorOpsCommand : CliCommand
{
    private const string IdVariable = "VICTOROPS_API_ID";
    private const string KeyVariable = "VICTOROPS_PUBLIC_API_KEY";

    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly Argument<string[]> _what;
    private readonly Option<string> _out;
    private readonly Option<string?> _id;
    private readonly Option<string?> _key;
    private readonly Option<string> _api;

    public VictorOpsCommand(Terminal terminal, TimeProvider time)
        : base("victorops", CommandGroup.Writing, "Write the teams of VictorOps to a file for handlers of kind victorops-incident.")
    {
        _terminal = terminal;
        _time = time;
        _what = Argument<string[]>("what", "'teams import'.");
        _out = Option<string>("out", "The file; - for the terminal. Default: teams.yaml.", "FILE");
        _out.DefaultValueFactory = static _ => "teams.yaml";
        _id = Option<string?>("api-id", $"The API id. Default: {IdVariable}.", "ID");
        _key = Option<string?>("api-key", $"The API key; others see it among the running programs. Default: {KeyVariable}.", "KEY");
        _api = Option<string>("api", "The public API up to the version. Default: https://api.victorops.com/api-public.", "URL");
        _api.DefaultValueFactory = static _ => "https://api.victorops.com/api-public";
    }

    public override IReadOnlyList<string> Examples => ["tocsin victorops teams import", "tocsin victorops teams import --out teams.yaml"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_what) is not ["teams", "import"])
            throw new CliException("say what to do: tocsin victorops teams import", ExitCode.Usage);
        if (!Uri.TryCreate(arguments.GetValue(_api), UriKind.Absolute, out var api) || api.Scheme is not ("http" or "https"))
            throw new CliException("--api must be an address such as https://api.victorops.com/api-public", ExitCode.Usage);

        using var http = HandlerHttp.Create();
        http.Timeout = TimeSpan.FromSeconds(30);
        var source = new TeamsApi(http, api, Credential(arguments, _id, IdVariable), Credential(arguments, _key, KeyVariable), _time, _terminal.Error.WriteLine);
        var teams = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        var yaml = TeamsYaml.Write(teams);
        var file = arguments.GetValue(_out) ?? "-";
        if (file == "-")
        {
            await _terminal.Out.WriteAsync(yaml).ConfigureAwait(false);
            return ExitCode.Ok;
        }

        // A file that is there is replaced as a whole: a handler may be reading it.
        var written = file + ".new";
        await File.WriteAllTextAsync(written, yaml, cancellationToken).ConfigureAwait(false);
        File.Move(written, file, overwrite: true);
        await _terminal.Out.WriteLineAsync($"{file}: {teams.Count} teams, {teams.Sum(team => team.Policies.Count)} escalation policies").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private string Credential(ParseResult arguments, Option<string?> option, string variable)
    {
        var value = arguments.GetValue(option) is { Length: > 0 } given ? given : _terminal.Environment(variable);
        return string.IsNullOrWhiteSpace(value)
            ? throw new CliException($"set {variable}, or give {option.Name}; VictorOps shows both under Integrations > API", ExitCode.Usage)
            : value.Trim();
    }
}
