using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Drills;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Drills;

/// <summary><c>/tocsin/v1/drills/scheduled</c>: drills on a schedule, and how they went.</summary>
internal sealed class DrillScheduleApi(DrillSchedule drills)
{
    private const string BodyName = "body";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/drills/scheduled", ListAsync);
        routes.MapPost("/drills/scheduled", DefineAsync);
        routes.MapDelete("/drills/scheduled/{id}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context) => AnswerAsync(context, static _ => true);

    private async Task DefineAsync(HttpContext context)
    {
        using var body = new RequestBody(context);
        await body.ReadDefinitionAsync().ConfigureAwait(false);
        if (!Utf8.IsValid(body.Bytes.Span))
            throw ApiException.BadRequest("the body is not UTF-8");
        var (entries, problems) = DrillFile.Parse(Encoding.UTF8.GetString(body.Bytes.Span), BodyName);
        ConfigProblem[] wrong = [.. problems.Where(problem => !problem.IsWarning)];
        if (wrong.Length > 0)
            throw new DefinitionException(Refusal.Of(RefusalKind.Invalid, wrong));
        if (entries.Count == 0)
            throw ApiException.BadRequest("the body holds no drill: it needs id, name, cron and alarm");
        var ids = entries.Select(entry => entry.Definition.Id).ToHashSet();
        AuditSubject.Say(context, ids);
        foreach (var entry in entries)
        {
            if (await drills.DefineAsync(entry.Definition).ConfigureAwait(false) is { } why)
                throw new ApiException(StatusCodes.Status409Conflict, $"drill {entry.Definition.Id}: {why}");
        }

        await AnswerAsync(context, drill => ids.Contains(drill.Definition.Id)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, string id)
    {
        if (!await drills.DeleteAsync(id).ConfigureAwait(false))
            throw ApiException.NotFound($"there is no drill '{id}'{(NearestName.Find(id, drills.All.Select(drill => drill.Definition.Id)) is { } nearest ? $"; did you mean '{nearest}'?" : "")}");
        ApiAnswer.Empty(context);
    }

    private Task AnswerAsync(HttpContext context, Func<DrillStatus, bool> takes) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("drills");
        foreach (var drill in drills.All.Where(takes))
            Write(writer, drill);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, DrillStatus drill)
    {
        writer.WriteStartObject();
        writer.WriteString("id", drill.Definition.Id);
        writer.WriteString("name", drill.Definition.Name);
        writer.WriteString("cron", drill.Definition.Cron);
        writer.WriteString("zone", drill.Definition.Zone.Id);
        writer.WriteString("alarm", drill.Definition.Alarm);
        writer.WriteString("last", drill.Last is { } last ? Instant.From(last).ToString() : "");
        writer.WriteString("next", drill.Next is { } next ? Instant.From(next).ToString() : "");
        writer.WriteString("problem", drill.Problem);
        writer.WriteStartArray("arrived");
        foreach (var handler in drill.Arrived)
            writer.WriteStringValue(handler);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
