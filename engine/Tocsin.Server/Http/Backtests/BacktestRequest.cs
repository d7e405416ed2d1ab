using System.Text.Json;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Tasks;

namespace Tocsin.Server.Http.Backtests;

/// <summary>What is asked of a backtest: which script, against which other one, on which data.</summary>
internal sealed record BacktestRequest
{
    /// <summary>The script with its variables and databases, as in a definition of a task; with an id alone, the task's own.</summary>
    public required TaskChange Script { get; init; }

    /// <summary>What to compare with, said as the script is, or by a script's text alone, which then has the variables and databases of the other; null for nothing.</summary>
    public TaskChange? Against { get; init; }

    /// <summary>Line protocol.</summary>
    public string Data { get; init; } = "";

    /// <summary>A recording of this server.</summary>
    public string Recording { get; init; } = "";

    /// <summary>From when on an InfluxDB is asked; null when it is not.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when; null for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <exception cref="ApiException">The body is not what it should be.</exception>
    public static async Task<BacktestRequest> ReadAsync(HttpContext context)
    {
        using var document = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var root = document.RootElement;
        var request = new BacktestRequest
        {
            Script = ReadScript(root),
            Against = ReadAgainst(root),
            Data = ApiBody.Text(root, "data"),
            Recording = ApiBody.Text(root, "recording"),
            From = ApiBody.Time(root, "from"),
            To = ApiBody.Time(root, "to"),
        };
        var sources = new[] { request.Data.Length > 0, request.Recording.Length > 0, request.From is not null }.Count(isGiven => isGiven);
        return sources == 1 ? request : throw ApiException.BadRequest("say which data: line protocol as data, a recording's id as recording, or a span of time of an InfluxDB as from and to; one of these");
    }

    private static TaskChange ReadScript(JsonElement root) =>
        root.TryGetProperty("status", out _) ? throw ApiException.BadRequest("a backtest has no status: its script runs for the data only") : TaskRequest.Read(root);

    private static TaskChange? ReadAgainst(JsonElement root)
    {
        if (root.TryGetProperty("against", out var against) && against.ValueKind == JsonValueKind.Object)
            return ReadScript(against);
        return ApiBody.Text(root, "against") is { Length: > 0 } text ? ReadScript(root) with { TemplateId = "", Script = text } : null;
    }
}
