using System.Text.Json;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Topics;

/// <summary><c>/kapacitor/v1/alerts/topics</c>: topics, their events and their handlers.</summary>
internal sealed class TopicsApi(AlertSystem alerts, ExtensionRegistry extensions, DefinitionGuard guard, ServerChecks checks)
{
    private const string Base = "/kapacitor/v1/alerts/topics";

    private readonly TopicHandlersApi _handlers = new(alerts.Handlers, extensions, guard, checks);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alerts/topics", ListAsync);
        routes.MapGet("/alerts/topics/{topic}", ShowAsync);
        routes.MapDelete("/alerts/topics/{topic}", DeleteAsync);
        routes.MapGet("/alerts/topics/{topic}/events", ListEventsAsync);
        routes.MapGet("/alerts/topics/{topic}/events/{id}", ShowEventAsync);
        _handlers.Map(routes);
    }

    private Task ListAsync(HttpContext context)
    {
        var level = ReadLevel(context.Request.Query);
        var pattern = context.Request.Query["pattern"].ToString();
        CheckPattern(pattern);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("link");
            ApiLink.Write(writer, context.Request.Path + context.Request.QueryString);
            writer.WriteStartArray("topics");
            foreach (var topic in alerts.Topics.List(level, pattern))
                WriteTopic(writer, topic);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowAsync(HttpContext context, string topic) => alerts.Topics.TryGet(topic, out var status)
        ? ApiAnswer.JsonAsync(context, writer => WriteTopic(writer, status))
        : throw ApiException.NotFound($"unknown topic: \"{topic}\"");

    private Task DeleteAsync(HttpContext context, string topic)
    {
        ApiAnswer.Empty(context);
        return alerts.Removal.DeleteAsync(topic);
    }

    private Task ListEventsAsync(HttpContext context, string topic)
    {
        var events = alerts.Topics.ListEvents(topic, ReadLevel(context.Request.Query))
            ?? throw new ApiException(StatusCodes.Status500InternalServerError, $"failed to get topic events: unknown topic \"{topic}\"");
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("link");
            ApiLink.Write(writer, $"{Base}/{ApiLink.Part(topic)}/events");
            writer.WriteString("topic", topic);
            writer.WriteStartArray("events");
            foreach (var (id, state) in events)
                WriteEvent(writer, topic, id, state);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowEventAsync(HttpContext context, string topic, string id) => alerts.Topics.TryGetState(topic, id, out var state)
        ? ApiAnswer.JsonAsync(context, writer => WriteEvent(writer, topic, id, state))
        : throw ApiException.NotFound($"unknown event \"{id}\" in topic \"{topic}\"");

    private static void WriteTopic(Utf8JsonWriter writer, TopicStatus topic)
    {
        writer.WriteStartObject();
        var link = $"{Base}/{ApiLink.Part(topic.Name)}";
        writer.WritePropertyName("link");
        ApiLink.Write(writer, link);
        writer.WriteString("id", topic.Name);
        writer.WriteString("level", topic.Level.Text());
        writer.WriteNumber("collected", topic.Collected);
        writer.WritePropertyName("events-link");
        ApiLink.Write(writer, $"{link}/events", "events");
        writer.WritePropertyName("handlers-link");
        ApiLink.Write(writer, $"{link}/handlers", "handlers");
        writer.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter writer, string topic, string id, EventState state)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("link");
        ApiLink.Write(writer, $"{Base}/{ApiLink.Part(topic)}/events/{ApiLink.Part(id)}");
        writer.WriteString("id", id);
        writer.WriteStartObject("state");
        writer.WriteString("message", state.Message);
        writer.WriteString("details", state.Details);
        writer.WriteString("time", new Instant(state.UnixNanoseconds).ToString());
        writer.WriteString("duration", DurationText.Long(state.DurationNanoseconds));
        writer.WriteString("level", state.Level.Text());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static AlertLevel ReadLevel(IQueryCollection query)
    {
        var text = query["min-level"].ToString();
        return AlertLevels.TryParse(text, out var level) ? level : throw ApiException.BadRequest($"unknown alert level '{text}'");
    }

    /// <exception cref="ApiException">The pattern is malformed.</exception>
    internal static void CheckPattern(string pattern)
    {
        if (!GoGlob.IsWellFormed(pattern))
            throw ApiException.BadRequest("invalid pattern: syntax error in pattern");
    }
}
