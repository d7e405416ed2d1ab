using Tocsin.Alerting.Hosting;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Alerts;
using Tocsin.Server.Http.Deliveries;

namespace Tocsin.Server.Http.Drills;

/// <summary><c>/tocsin/v1/drills</c>: sends a test alert the way of all others, and says who got it.</summary>
internal sealed class DrillsApi(AlertEngine engine)
{
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
        Refuse(DrillSetting.ReadLevel(ApiBody.Text(root, "level"), out var level));
        Refuse(DrillSetting.ReadWait(ApiBody.Text(root, "wait"), out var wait));
        var drill = new Drill(engine.Alerts, engine.Time);
        var entries = await drill.RunAsync(topics, level, by, wait, context.RequestAborted).ConfigureAwait(false);
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

    private static void Refuse(string? problem)
    {
        if (problem is not null)
            throw ApiException.BadRequest(problem);
    }
}
