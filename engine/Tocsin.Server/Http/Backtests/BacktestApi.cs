using System.Text.Json;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Backtests;
using Tocsin.Server.Histories;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Tasks;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Http.Backtests;

/// <summary><c>POST /tocsin/v1/backtest</c>: which alerts a script would have raised on past data. One runs at a time, for half a minute at most.</summary>
internal sealed class BacktestApi(AlertEngine engine, DefinitionGuard guard, Func<ConfigFile> config)
{
    private const int MostBadLines = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Each has an engine, and works as hard as it can.
    private readonly SemaphoreSlim _one = new(1);

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/backtest", RunAsync);

    private async Task RunAsync(HttpContext context)
    {
        var request = await BacktestRequest.ReadAsync(context).ConfigureAwait(false);
        var script = Complete(request.Script);
        guard.Check(context, script);
        var against = request.Against is { } other ? Complete(other) : null;
        if (against is not null)
            guard.Check(context, against);
        if (!await _one.WaitAsync(Longest, context.RequestAborted).ConfigureAwait(false))
            throw new ApiException(StatusCodes.Status429TooManyRequests, "other backtests are under way: one runs at a time, try again in a minute");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(Longest);
            await AnswerAsync(context, request, script, against, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw ApiException.BadRequest($"the backtest took longer than {Longest.TotalSeconds} s and was ended: give less data, or run 'tocsin backtest', which takes the time it needs");
        }
        catch (BacktestException problem)
        {
            throw ApiException.BadRequest(problem.Message);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task AnswerAsync(HttpContext context, BacktestRequest request, TaskChange script, TaskChange? against, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-backtest-").FullName;
        try
        {
            var data = await DataAsync(request, script, folder, cancellationToken).ConfigureAwait(false);
            var settings = new RehearsalSettings { Start = engine.Time.GetUtcNow(), Extensions = engine.Extensions.Current, Config = config(), Environment = engine.Environment };
            var backtest = new Backtest(settings, data, engine.Alerts.Handlers.All);
            var side = await Task.Run(() => backtest.RunAsync(script, static _ => { }, cancellationToken), cancellationToken).ConfigureAwait(false);
            var old = against is null ? null : await Task.Run(() => backtest.RunAsync(against, static _ => { }, cancellationToken), cancellationToken).ConfigureAwait(false);
            await ApiAnswer.JsonAsync(context, writer => Write(writer, side, old)).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a task of the server says, where the request says nothing.</summary>
    /// <exception cref="ApiException">There is no such task, or no script.</exception>
    private TaskChange Complete(TaskChange asked)
    {
        var task = asked.Id.Length == 0 ? null : engine.Tasks.Find(asked.Id);
        if (asked.Script.Length == 0 && asked.TemplateId.Length == 0 && task is null)
        {
            throw asked.Id.Length == 0
                ? ApiException.BadRequest("say which script: its text as script, or the id of a task")
                : ApiException.NotFound($"there is no task '{asked.Id}'{(NearestName.Find(asked.Id, engine.Tasks.Tasks.Select(known => known.Id)) is { } nearest ? $"; did you mean '{nearest}'?" : "")}");
        }

        var template = asked.TemplateId.Length > 0 ? asked.TemplateId : asked.Script.Length > 0 ? "" : task?.TemplateId ?? "";
        var text = template.Length == 0 ? asked.Script.Length > 0 ? asked.Script : task!.Script // One of them there is.
            : engine.Templates.Find(template)?.Script ?? throw ApiException.NotFound($"there is no template '{template}'");
        var source = new SourceText(text, asked.Id.Length > 0 ? asked.Id : "script");
        return asked with
        {
            Id = source.Name ?? "",
            TemplateId = "",
            Script = text,
            Vars = asked.Vars ?? task?.Vars,
            Dbrps = asked.Dbrps.Count > 0 ? asked.Dbrps : task is { HasDbrpsInScript: false } ? task.Dbrps : NamedFiles.TaskOf(source, NamedFiles.DefaultSource, vars: null).Dbrps,
        };
    }

    private async Task<BacktestData> DataAsync(BacktestRequest request, TaskChange script, string folder, CancellationToken cancellationToken)
    {
        if (request.Data.Length > 0)
        {
            var path = Path.Combine(folder, "data.lp");
            await File.WriteAllTextAsync(path, request.Data, cancellationToken).ConfigureAwait(false);
            return BacktestData.OfFile(path);
        }

        if (request.From is { } from)
        {
            var to = request.To ?? engine.Time.GetUtcNow();
            if (to <= from)
                throw ApiException.BadRequest($"to must be later than from, and {to:u} is not later than {from:u}");
            if (config().Options.Influxdb.Count == 0)
                throw ApiException.BadRequest("from asks an InfluxDB, and the configuration of this server has none: add an influxdb section, or send data");
            var range = new RecordedRange(config(), engine.Extensions.Current, engine.Environment, from, to);
            return new BacktestData(await range.RecordAsync(script, folder, cancellationToken).ConfigureAwait(false), (to - from).TotalDays, to);
        }

        var recording = engine.Recordings.Find(request.Recording) ?? throw ApiException.NotFound($"there is no recording '{request.Recording}': 'tocsin list recordings' shows those there are");
        if (recording.Status == RunStatus.Running)
            throw ApiException.BadRequest($"the recording '{recording.Id}' is still being made");
        var file = engine.Recordings.PathOf(recording);
        return File.Exists(file) ? BacktestData.OfFile(file) : throw ApiException.NotFound($"the recording '{recording.Id}' has no data: {recording.Error}");
    }

    private static void Write(Utf8JsonWriter writer, BacktestSide side, BacktestSide? old)
    {
        var json = HistoryJson.Of(side.History, old?.History, old is null ? null : HistoryComparison.Of(old.History, side.History));
        writer.WriteStartObject();
        foreach (var (name, value) in json)
        {
            writer.WritePropertyName(name);
            value!.WriteTo(writer); // All of them are objects, lists or numbers.
        }

        writer.WritePropertyName("stats");
        TaskStatsJson.Write(writer, side.Stats);
        DiagnosticsJson.Write(writer, "warnings", [.. side.Warnings, .. side.Unreached], side.Script);
        if (side.BadLines.Count > 0)
        {
            writer.WriteStartArray("bad-lines");
            foreach (var line in side.BadLines.Take(MostBadLines))
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", line.Line);
                writer.WriteNumber("char", line.Column);
                writer.WriteString("reason", line.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
