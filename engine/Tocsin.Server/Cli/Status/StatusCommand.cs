using System.CommandLine;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Status;

/// <summary><c>tocsin status</c>: how the server, its tasks, topics and handlers are.</summary>
internal sealed class StatusCommand : ClientCommand
{
    private const string Path = RouteTable.OwnBase + "/status";
    private const int ShownRows = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private readonly Option<bool> _json;
    private readonly Option<bool> _all;
    private readonly Option<bool> _watch;

    public StatusCommand(Terminal terminal, ServerChoice server)
        : base("status", "Show the state of the server. Exits with 0 when all is well, with 1 when something needs attention.", terminal, server)
    {
        _all = Option<bool>("all", $"Show all rows and whole errors. Default: the worst {ShownRows} of each table.");
        _json = JsonOption();
        _watch = Option<bool>("watch", $"Look again every {BetweenLooks.TotalSeconds} s until Ctrl-C.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin status", "tocsin status --watch", "tocsin status --json", "tocsin status > /dev/null || page the-operator"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var isWatching = arguments.GetValue(_watch);
        while (true)
        {
            var status = await api.GetAsync(Path, cancellationToken).ConfigureAwait(false);
            Result = status.Texts("attention").Count == 0 ? ExitCode.Ok : ExitCode.Found;
            if (isWatching && Terminal.IsInteractive)
                Terminal.Console.Clear(home: true);
            if (arguments.GetValue(_json))
                await WriteJsonAsync(status).ConfigureAwait(false);
            else
                new StatusText(Terminal.Console, arguments.GetValue(_all) ? int.MaxValue : ShownRows).Write(status);
            if (!isWatching)
                return;
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
