using System.Globalization;
using System.Text.Json;
using Tocsin.Engine.Deliveries;

namespace Tocsin.Server.Http.Deliveries;

/// <summary>
/// <c>/tocsin/v1/deliveries</c>: what each handler did and owes. <c>/tocsin/v1/dead-letters</c>: what was given up, to be sent again or
/// dropped.
/// </summary>
internal sealed class DeliveriesApi(Outbox outbox)
{
    private const int ListedAtOnce = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/deliveries", ListAsync);
        routes.MapGet("/dead-letters", ListDeadAsync);
        routes.MapGet("/dead-letters/{number}", ShowDeadAsync);
        routes.MapPost("/dead-letters/{number}/resend", ResendAsync);
        routes.MapDelete("/dead-letters/{number}", DropAsync);
    }

    private Task ListAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("handlers");
        foreach (var handler in outbox.Counters.OrderBy(counters => counters.Target, StringComparer.Ordinal))
            Write(writer, handler);
        writer.WriteEndArray();
        writer.WriteNumber("dead-letters", outbox.DeadLetters.Count);
        writer.WriteEndObject();
    });

    private Task ListDeadAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = query["after"].ToString() is { Length: > 0 } text ? ReadNumber(text) : 0;
        var limit = query["limit"].ToString() is { Length: > 0 } given ? (int)Math.Clamp(ReadNumber(given), 1, 1000) : ListedAtOnce;
        var letters = outbox.DeadLetters.List(after, limit);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", outbox.DeadLetters.Count);
            writer.WriteStartArray("dead-letters");
            foreach (var letter in letters)
                DeadLetterJson.Write(writer, letter, isWhole: false);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowDeadAsync(HttpContext context, string number)
    {
        var letter = Find(number);
        return ApiAnswer.JsonAsync(context, writer => DeadLetterJson.Write(writer, letter, isWhole: true));
    }

    private async Task ResendAsync(HttpContext context, string number)
    {
        var letter = Find(number);
        if (await outbox.DeadLetters.ResendAsync(letter.Number).ConfigureAwait(false) is { } problem)
            throw new ApiException(StatusCodes.Status409Conflict, problem);
        ApiAnswer.Empty(context);
    }

    private async Task DropAsync(HttpContext context, string number)
    {
        await outbox.DeadLetters.DropAsync(Find(number).Number).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }

    private DeadLetter Find(string number) =>
        outbox.DeadLetters.Find(ReadNumber(number)) ?? throw ApiException.NotFound($"there is no dead letter {number}");

    private static long ReadNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw ApiException.BadRequest($"'{text}' is not a number");

    private static void Write(Utf8JsonWriter writer, HandlerCounters handler)
    {
        writer.WriteStartObject();
        writer.WriteString("handler", handler.Target);
        writer.WriteNumber("owed", handler.Owed);
        writer.WriteNumber("running", handler.Running);
        writer.WriteNumber("delivered", handler.Delivered);
        writer.WriteNumber("failed", handler.Failed);
        writer.WriteNumber("retried", handler.Retried);
        writer.WriteNumber("dead", handler.Dead);
        writer.WriteNumber("merged", handler.Merged);
        writer.WriteNumber("dropped", handler.Dropped);
        writer.WriteBoolean("circuit-open", handler.IsCircuitOpen);
        writer.WriteString("last-error", handler.LastError);
        writer.WriteString("suspension", handler.Suspension);
        if (handler.Problem.Length > 0)
            writer.WriteString("problem", handler.Problem);
        writer.WriteEndObject();
    }
}
