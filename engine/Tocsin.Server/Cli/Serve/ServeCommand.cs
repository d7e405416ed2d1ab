using System.CommandLine;

namespace Tocsin.Server.Cli.Serve;

/// <summary><c>tocsin serve</c>: runs the server until it is told to stop.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _http;
    private readonly Option<string?> _data;

    public ServeCommand(Terminal terminal)
        : base("serve", CommandGroup.Running, "Run the server: HTTP API, tasks, topics and deliveries.")
    {
        _terminal = terminal;
        _http = Option<string?>("http", "Where to listen. Default :9092; port 0 takes a free one.", "ADDRESS:PORT");
        _data = Option<string?>("data", "The folder of tasks, alert states and deliveries owed. Made when it is missing. Default ./tocsin-data.", "FOLDER");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin serve --data /var/lib/tocsin",
        "tocsin serve --http 127.0.0.1:0 --data ./tocsin-data",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = new ServeSettings
        {
            Address = ListenAddress.Parse(arguments.GetValue(_http) ?? ":9092"),
            DataFolder = arguments.GetValue(_data) ?? "tocsin-data",
        };
        await new ServerRun(settings, _terminal).RunAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Ok;
    }
}
