using System.CommandLine;
using Tocsin.Server.Http.Logs;

namespace Tocsin.Server.Cli.Client.Logs;

/// <summary>Prints the server's log as it is written, until Ctrl-C.</summary>
internal abstract class FollowLogCommand : ClientCommand
{
    /// <summary>What chooses the entries of a task.</summary>
    protected const string TaskKey = "task=";

    private readonly Option<bool> _json;

    protected FollowLogCommand(string name, string description, Terminal terminal, ServerChoice server)
        : base(name, description, terminal, server) => _json = Option<bool>("json", "Print each entry as JSON.");

    protected async Task FollowAsync(ParseResult arguments, ApiClient api, IEnumerable<string> pairs, CancellationToken cancellationToken)
    {
        var given = pairs.ToList();
        var query = string.Join('&', given.Select(Query));
        if (given.Find(pair => pair.StartsWith(TaskKey, StringComparison.Ordinal)) is { } chosen)
            await CheckTaskAsync(api, chosen[TaskKey.Length..], cancellationToken).ConfigureAwait(false);
        using var reply = await api.OpenAsync(
            query.Length == 0 ? LogsApi.Path : $"{LogsApi.Path}?{query}", arguments.GetValue(_json) ? "application/json" : "application/logfmt", cancellationToken).ConfigureAwait(false);
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                await Terminal.Out.WriteLineAsync(line).ConfigureAwait(false);
                await Terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"the server has gone: {problem.Message}");
        }

        throw new CliException("the server has ended the log: it stops, or has restarted");
    }

    // Of a task that is not there nothing would ever come.
    private static async Task CheckTaskAsync(ApiClient api, string task, CancellationToken cancellationToken)
    {
        if (await api.FindAsync($"{ApiClient.PathOf("tasks", task)}?script-format=raw", cancellationToken).ConfigureAwait(false) is null)
            throw new CliException(await MissingName.ByIdAsync(api, "tasks", task, cancellationToken).ConfigureAwait(false));
    }

    private static string Query(string pair) => pair.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? $"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}"
        : throw new CliException($"bad keyvalue pair: '{pair}': write key=value, such as node=log2 or lvl=error");
}
