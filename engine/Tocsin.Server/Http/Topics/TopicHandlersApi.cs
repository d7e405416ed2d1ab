using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Topics;

/// <summary><c>…/topics/TOPIC/handlers</c>: define, replace, change, list, show and delete the handlers of a topic.</summary>
internal sealed class TopicHandlersApi(HandlerSpecs handlers, ExtensionRegistry extensions, DefinitionGuard guard, ServerChecks checks)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alerts/topics/{topic}/handlers", ListAsync);
        routes.MapPost("/alerts/topics/{topic}/{**path}", CreateAsync);
        routes.MapGet("/alerts/topics/{topic}/handlers/{id}", ShowAsync);
        routes.MapPut("/alerts/topics/{topic}/handlers/{id}", ReplaceAsync);
        routes.MapPatch("/alerts/topics/{topic}/handlers/{id}", PatchAsync);
        routes.MapDelete("/alerts/topics/{topic}/handlers/{id}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context, string topic)
    {
        var pattern = context.Request.Query["pattern"].ToString();
        TopicsApi.CheckPattern(pattern);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("link");
            ApiLink.Write(writer, context.Request.Path + context.Request.QueryString);
            writer.WriteString("topic", topic);
            writer.WriteStartArray("handlers");
            foreach (var handler in handlers.List(topic, pattern))
                Write(writer, handler, []);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowAsync(HttpContext context, string topic, string id) => AnswerAsync(context, Find(topic, id));

    private async Task CreateAsync(HttpContext context, string topic)
    {
        var document = await ReadDocumentAsync(context).ConfigureAwait(false);
        var spec = Restore(Read(document, topic), null);
        AuditSubject.Say(context, spec.Id);
        guard.Check(context, spec);
        Check(await handlers.CreateAsync(spec).ConfigureAwait(false));
        await AnswerAsync(context, spec, document).ConfigureAwait(false);
    }

    private async Task ReplaceAsync(HttpContext context, string topic, string id)
    {
        var stored = Find(topic, id);
        var document = await ReadDocumentAsync(context).ConfigureAwait(false);
        var spec = Restore(Read(document, topic), stored);
        guard.Check(context, spec);
        Check(await handlers.ReplaceAsync(topic, id, spec).ConfigureAwait(false));
        await AnswerAsync(context, spec, document).ConfigureAwait(false);
    }

    private async Task PatchAsync(HttpContext context, string topic, string id)
    {
        var spec = Find(topic, id);
        var patch = await ReadDocumentAsync(context).ConfigureAwait(false);

        // The patch sees what everybody sees: it must not be able to copy a secret to where it is shown.
        var document = JsonPatch.Apply(ToJson(HandlerSecrets.Mask(spec, extensions.Current.Kinds)), patch);
        var patched = Restore(Read(document, topic, isPatch: true), spec);
        guard.Check(context, patched);
        Check(await handlers.ReplaceAsync(topic, id, patched).ConfigureAwait(false));
        await AnswerAsync(context, patched, document).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, string topic, string id)
    {
        await handlers.DeleteAsync(topic, id).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }

    private HandlerSpec Find(string topic, string id) =>
        handlers.Find(topic, id) ?? throw ApiException.NotFound($"unknown handler: \"{id}\"");

    private HandlerSpec Restore(HandlerSpec spec, HandlerSpec? stored)
    {
        var restored = HandlerSecrets.Restore(spec, stored, extensions.Current.Kinds, out var problem);
        return problem is null ? restored : throw ApiException.BadRequest($"handler \"{spec.Id}\": {problem}");
    }

    private static async Task<JsonElement> ReadDocumentAsync(HttpContext context)
    {
        using var document = await ApiBody.ReadAsync(context, "invalid handler json").ConfigureAwait(false);
        return document.RootElement.Clone();
    }

    private static HandlerSpec Read(JsonElement json, string topic, bool isPatch = false)
    {
        var given = ApiBody.Text(json, "topic");
        if (isPatch && given != topic)
            throw new ApiException(StatusCodes.Status500InternalServerError, "failed to update handler: cannot change topic in update");
        return new HandlerSpec
        {
            Topic = topic,
            Id = ApiBody.Text(json, "id"),
            Kind = ApiBody.Text(json, "kind"),
            Match = ApiBody.Text(json, "match"),
            OptionsJson = Raw(json, "options"),
            DeliveryJson = Raw(json, "delivery"),
        };
    }

    private static string? Raw(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    private static void Check(Refusal? refusal)
    {
        if (refusal is not null)
            throw new DefinitionException(refusal);
    }

    private Task AnswerAsync(HttpContext context, HandlerSpec handler, JsonElement? given = null)
    {
        var ignored = given is { } document && ConfigJson.Read(document) is ConfigMap definition ? HandlerFile.CheckKeys(definition) : [];
        return ApiAnswer.JsonAsync(context, writer => Write(writer, handler, [.. ignored.Select(warning => warning.Message), .. checks.Of(handler)]));
    }

    private void Write(Utf8JsonWriter writer, HandlerSpec spec, IReadOnlyList<string> warnings)
    {
        var handler = HandlerSecrets.Mask(spec, extensions.Current.Kinds);
        writer.WriteStartObject();
        writer.WritePropertyName("link");
        ApiLink.Write(writer, $"/kapacitor/v1/alerts/topics/{handler.Topic}/handlers/{handler.Id}");
        writer.WriteString("id", handler.Id);
        writer.WriteString("kind", handler.Kind);
        writer.WritePropertyName("options");
        writer.WriteRawValue(handler.OptionsJson ?? "null");
        writer.WriteString("match", handler.Match);
        WriteDelivery(writer, handler);
        if (warnings.Count > 0)
        {
            writer.WriteStartArray("warnings");
            foreach (var warning in warnings)
                writer.WriteStringValue(warning);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    // Clients of the peer do not know the key: it is there only where somebody set it.
    private static void WriteDelivery(Utf8JsonWriter writer, HandlerSpec handler)
    {
        if (handler.DeliveryJson is null)
            return;
        writer.WritePropertyName("delivery");
        writer.WriteRawValue(handler.DeliveryJson);
    }

    private static string ToJson(HandlerSpec handler)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", handler.Id);
            writer.WriteString("topic", handler.Topic);
            writer.WriteString("kind", handler.Kind);
            writer.WritePropertyName("options");
            writer.WriteRawValue(handler.OptionsJson ?? "null");
            writer.WriteString("match", handler.Match);
            WriteDelivery(writer, handler);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
