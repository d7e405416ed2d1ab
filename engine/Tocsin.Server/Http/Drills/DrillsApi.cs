using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Hosting;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Alerts;
using Tocsin.Server.Http.Deliveries;

namespace Tocsin.Server.Http.Drills;

/// <summary><c>/tocsin/v1/drills</c>: sends a test alert the way of all others, and says who got it.</summary>
internal sealed class DrillsApi(AlertEngine engine)
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly string[] Keys = ["name", "level", "by", "wait"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/drills", RunAsync);

    private async Task RunAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var root = body.RootElement;
        AlertParameters.RefuseUnknown(root.EnumerateObject().Select(member => member.Name), Keys, "key");
        var name = ApiBody.Text(root, "name");
        AuditSubject.Say(context, name);
        var topics = TopicsOf(name);
        var by = ApiBody.Text(root, "by") is { Length: > 0 } given ? given : AccessGuard.CallerOf(context).Name;
        var drill = new Drill(engine.Alerts, engine.Time);
        var entries = await drill.RunAsync(topics, LevelOf(ApiBody.Text(root, "level")), by, WaitOf(ApiBody.Text(root, "wait")), context.RequestAborted).ConfigureAwait(false);
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("topics");
            foreach (var topic in topics)
                writer.WriteStringValue(topic);
            writer.WriteEndArray();
            writer.WriteStartArray("deliveries");
            foreach (var entry in entries)
                LedgerEntryJson.Write(writer, entry, engine.Alerts.Ledger.KeyOf(entry));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private IReadOnlyList<string> TopicsOf(string name)
    {
        if (name.Length == 0)
            throw ApiException.BadRequest("a drill needs the name of a topic or of a task");
        try
        {
            return engine.DrillTargets.Of(name);
        }
        catch (DrillException problem)
        {
            throw problem.IsUnknown ? ApiException.NotFound(problem.Message) : new ApiException(StatusCodes.Status409Conflict, problem.Message);
        }
    }

    private static AlertLevel LevelOf(string text)
    {
        if (text.Length == 0)
            return AlertLevel.Critical;
        return AlertLevels.TryParse(text, out var level) && level != AlertLevel.Ok
            ? level
            : throw ApiException.BadRequest($"the level of a drill is INFO, WARNING or CRITICAL, not '{text}'");
    }

    private static TimeSpan WaitOf(string text)
    {
        if (text.Length == 0)
            return Default;
        if (!DurationSetting.TryParse(text, out var nanoseconds) || nanoseconds < 0)
            throw ApiException.BadRequest($"wait must be {DurationSetting.Expected}, not '{text}'");
        var wait = TimeSpan.FromTicks(nanoseconds / 100);
        return wait <= Longest ? wait : throw ApiException.BadRequest($"wait may be {Longest.TotalMinutes} min at most, not '{text}'");
    }
}
