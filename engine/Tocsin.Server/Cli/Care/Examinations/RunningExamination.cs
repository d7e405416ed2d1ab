using System.Text.Json.Nodes;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Http;
using Tocsin.Server.Json;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>A server that runs on the data folder: which version it is, and what it says of itself.</summary>
internal static class RunningExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> RunAsync(Examined server, CancellationToken cancellationToken)
    {
        if (!server.IsRunning)
            return [];
        if (LocalDoor.Find(server.Data) is not { } door)
            return [new Finding(FindingLevel.Skipped, server.Data, "a server uses it and does not answer yet, or its local-admin.json cannot be read here", "ask again, as the server's user")];
        using var api = new ApiClient(ServerHttp.For(door.Url, HandlerTls.Unchecked, patience: Patience, token: door.Token));
        try
        {
            var status = await api.GetAsync(RouteTable.OwnBase + "/status", cancellationToken).ConfigureAwait(false);
            var version = (status["server"] as JsonObject)?.Text("version") ?? "";
            var attention = status.Texts("attention");
            return
            [
                version == ServerVersion.Text
                    ? new Finding(FindingLevel.Ok, $"{door.Url}", $"runs, version {version}")
                    : new Finding(FindingLevel.Warning, $"{door.Url}", $"runs version {version}, and this program is {ServerVersion.Text}", "restart the server to go on with the new program"),
                attention.Count == 0
                    ? new Finding(FindingLevel.Ok, $"{door.Url}", "nothing needs attention")
                    : new Finding(FindingLevel.Warning, $"{door.Url}", string.Join(", ", attention), "tocsin status shows what it is"),
            ];
        }
        catch (Exception problem) when (problem is CommandException or ApiRefusal or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [new Finding(FindingLevel.Error, $"{door.Url}", $"a server uses {server.Data} and does not answer: {problem.Message}", "see its log")];
        }
    }
}
