using System.Text.Json;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>
/// <c>/api/v2</c> as Prometheus' Alertmanager answers it, for its clients: what is open, who gets it, and silences. Alerts themselves come in by a source of the kind
/// <c>alertmanager-api-v2</c>, which stands in for <c>POST /api/v2/alerts</c>.
/// </summary>
internal sealed class AlertmanagerApi(AlertEngine engine)
{
    /// <summary>The version that clients take us for: what they send and read is that of this one.</summary>
    public const string Version = "0.25.0";

    private const string Silences = RouteTable.AlertmanagerBase + "/silences";
    private const string OneSilence = RouteTable.AlertmanagerBase + "/silence/{id}";

    private readonly AlertmanagerAlerts _alerts = new(engine);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(RouteTable.AlertmanagerBase + "/status", context => AnswerAsync(context, StatusAsync));
        routes.MapGet(RouteTable.AlertmanagerBase + "/receivers", context => AnswerAsync(context, ReceiversAsync));
        routes.MapGet(RouteTable.AlertmanagerBase + "/alerts", context => AnswerAsync(context, AlertsAsync));
        routes.MapGet(RouteTable.AlertmanagerBase + "/alerts/groups", context => AnswerAsync(context, GroupsAsync));
        routes.MapGet(Silences, context => AnswerAsync(context, ListAsync));
        routes.MapPost(Silences, context => AnswerAsync(context, PostAsync));
        routes.MapGet(OneSilence, context => AnswerAsync(context, ShowAsync));
        routes.MapDelete(OneSilence, context => AnswerAsync(context, ExpireAsync));
    }

    // Errors are texts here, and nothing is to be kept by whoever stands in between.
    private static async Task AnswerAsync(HttpContext context, Func<HttpContext, Task> answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (ApiException problem)
        {
            await JsonAsync(context, writer => writer.WriteStringValue(problem.Message), problem.Status).ConfigureAwait(false);
        }
    }

    private static Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) => ApiAnswer.LineAsync(context, write, status);

    private Task StatusAsync(HttpContext context) => JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("cluster");
        writer.WriteStartArray("peers");
        writer.WriteEndArray();
        writer.WriteString("status", "disabled");
        writer.WriteEndObject();
        writer.WriteStartObject("config");
        writer.WriteString("original", AlertmanagerRoutes.Of(engine.Alerts.Topics).Yaml());
        writer.WriteEndObject();
        writer.WriteString("uptime", AlertmanagerJson.Time(engine.Started));
        writer.WriteStartObject("versionInfo");
        writer.WriteString("branch", "tocsin");
        writer.WriteString("buildDate", "");
        writer.WriteString("buildUser", "");
        writer.WriteString("goVersion", "");
        writer.WriteString("revision", ServerVersion.Text);
        writer.WriteString("version", Version);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private Task ReceiversAsync(HttpContext context) => JsonAsync(context, writer =>
    {
        writer.WriteStartArray();
        foreach (var name in AlertmanagerRoutes.Of(engine.Alerts.Topics).Receivers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private Task AlertsAsync(HttpContext context)
    {
        var wanted = AlertmanagerFilter.Read(context.Request.Query);
        var alerts = _alerts.List(wanted);
        return JsonAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var alert in alerts)
                AlertmanagerJson.Write(writer, alert);
            writer.WriteEndArray();
        });
    }

    private Task GroupsAsync(HttpContext context)
    {
        var wanted = AlertmanagerFilter.Read(context.Request.Query);
        var groups = _alerts.List(wanted)
            .SelectMany(alert => alert.Receivers.Where(wanted.TakesReceiver).Select(receiver => (Receiver: receiver, Name: new AlertLabels(alert.Alert.Event)["alertname"], Alert: alert)))
            .GroupBy(entry => (entry.Receiver, entry.Name), entry => entry.Alert)
            .OrderBy(group => group.Key.Name, StringComparer.Ordinal).ThenBy(group => group.Key.Receiver, StringComparer.Ordinal);
        return JsonAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var group in groups)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("alerts");
                foreach (var alert in group)
                    AlertmanagerJson.Write(writer, alert);
                writer.WriteEndArray();
                writer.WriteStartObject("labels");
                writer.WriteString("alertname", group.Key.Name);
                writer.WriteEndObject();
                writer.WriteStartObject("receiver");
                writer.WriteString("name", group.Key.Receiver);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private Task ListAsync(HttpContext context)
    {
        var filter = AlertmanagerFilter.MatchersOf(context.Request.Query);
        var now = engine.Time.GetUtcNow();
        var found = engine.Alerts.Silences.All
            .Where(silence => filter.All(matcher => AlertmanagerFilter.Takes(silence, matcher)))
            .Select(silence => AlertmanagerSilence.Of(silence, now))
            .Order(AlertmanagerSilence.ByUrgency);
        return JsonAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var silence in found)
                AlertmanagerJson.Write(writer, silence);
            writer.WriteEndArray();
        });
    }

    private Task ShowAsync(HttpContext context) => IdOf(context) is not { } id ? RefuseIdAsync(context)
        : Find(id) is { } silence ? JsonAsync(context, writer => AlertmanagerJson.Write(writer, AlertmanagerSilence.Of(silence, engine.Time.GetUtcNow())))
        : throw ApiException.NotFound($"silence {id} not found");

    private async Task ExpireAsync(HttpContext context)
    {
        if (IdOf(context) is not { } id)
        {
            await RefuseIdAsync(context).ConfigureAwait(false);
            return;
        }

        // This is how Alertmanager says it, and what its clients show.
        if (Find(id) is not { } silence)
            throw new ApiException(StatusCodes.Status500InternalServerError, "silence not found");
        await engine.Alerts.Silences.EndAsync(silence.Id).ConfigureAwait(false); // One that is over already is as it is wanted.
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private async Task PostAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var now = engine.Time.GetUtcNow();
        var posted = PostedSilence.Read(body.RootElement, now);
        var replaced = posted.Id.Length == 0 ? null
            : Guid.TryParse(posted.Id, out var id) && Find(id) is { } known ? known
            : throw ApiException.NotFound("silence not found");
        if (replaced is { } old && (old.Window is not null || old.IsUntilResolved))
            throw ApiException.BadRequest($"silence {old.Id} has hours, or lasts until all is resolved: change it with 'tocsin silences', or expire it");

        var keeps = replaced is not null && posted.MayReplace(replaced, now);
        if (replaced is not null && !keeps)
            await engine.Alerts.Silences.EndAsync(replaced.Id).ConfigureAwait(false);
        var definition = posted.Definition(keeps ? replaced : null, now);
        AuditSubject.Say(context, posted.Matchers.Select(matcher => matcher.ToString()));
        var outcome = await engine.Alerts.Silences.DefineAsync(definition).ConfigureAwait(false);
        if (outcome.Silence is not { } silence)
            throw ApiException.BadRequest($"silence invalid: {string.Join("; ", outcome.Problems.Select(problem => problem.Message))}");
        await JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("silenceID", AlertmanagerSilence.IdOf(silence));
            if (outcome.Problems.Count > 0)
            {
                writer.WriteStartArray("warnings");
                foreach (var warning in outcome.Problems)
                    writer.WriteStringValue(warning.Message);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static Guid? IdOf(HttpContext context) => Guid.TryParse((string?)context.GetRouteValue("id"), out var id) ? id : null;

    private static Task RefuseIdAsync(HttpContext context) => JsonAsync(
        context,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("code", 601);
            writer.WriteString("message", $"silenceID in path must be of type uuid: \"{context.GetRouteValue("id")}\"");
            writer.WriteEndObject();
        },
        StatusCodes.Status422UnprocessableEntity);

    // Those that have names are known here by ids made of these.
    private Silence? Find(Guid id) => engine.Alerts.Silences.Find(id.ToString())
        ?? engine.Alerts.Silences.All.FirstOrDefault(silence => AlertmanagerSilence.IdOf(silence) == id.ToString());
}
