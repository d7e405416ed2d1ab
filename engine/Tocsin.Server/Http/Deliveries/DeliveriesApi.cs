using System.Globalization;
using System.Text.Json;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Status;

namespace Tocsin.Server.Http.Deliveries;

/// <summary>
/// <c>/tocsin/v1/deliveries</c>: what each handler did and owes, and those to be tried again that were suspended. <c>/tocsin/v1/dead-letters</c>: what was given up, to be sent again or
/// dropped.
/// </summary>
internal sealed class DeliveriesApi(AlertSystem alerts)
{
    private const int ListedAtOnce = 100;

    private readonly Outbox _outbox = alerts.Outbox;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/deliveries", ListAsync);
        routes.MapPost("/deliveries/resume", ResumeAsync);
        routes.MapGet("/dead-letters", ListDeadAsync);
        routes.MapGet("/dead-letters/{number}", ShowDeadAsync);
        routes.MapPost("/dead-letters/{number}/resend", ResendAsync);
        routes.MapDelete("/dead-letters/{number}", DropAsync);
    }

    private Task ListAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("handlers");
        var seen = HiddenAnswers.In(context);
        foreach (var handler in _outbox.Counters)
            Write(writer, handler, seen);
        writer.WriteEndArray();
        writer.WriteNumber("dead-letters", _outbox.DeadLetters.Count);
        writer.WriteEndObject();
    });

    private async Task ResumeAsync(HttpContext context)
    {
        var target = context.Request.Query["handler"].ToString();
        if (target.Length == 0)
            throw ApiException.BadRequest("say which handler to resume: ?handler=TOPIC/ID, as in the list of deliveries");
        if (!await alerts.ResumeAsync(HandlerTarget.Parse(target)).ConfigureAwait(false))
            throw ApiException.NotFound($"no handler '{target}' is suspended that a resume could help: the list of deliveries has the names, and why each of them waits");
        ApiAnswer.Empty(context);
    }

    private Task ListDeadAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = query["after"].ToString() is { Length: > 0 } text ? ReadNumber(text) : 0;
        var limit = query["limit"].ToString() is { Length: > 0 } given ? (int)Math.Clamp(ReadNumber(given), 1, 1000) : ListedAtOnce;
        var letters = _outbox.DeadLetters.List(after, limit);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", _outbox.DeadLetters.Count);
            writer.WriteStartArray("dead-letters");
            foreach (var letter in letters)
                DeadLetterJson.Write(writer, letter, HiddenAnswers.In(context), isWhole: false);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowDeadAsync(HttpContext context, string number)
    {
        var letter = Find(number);
        return ApiAnswer.JsonAsync(context, writer => DeadLetterJson.Write(writer, letter, HiddenAnswers.In(context), isWhole: true));
    }

    private async Task ResendAsync(HttpContext context, string number)
    {
        var letter = Find(number);
        if (await _outbox.DeadLetters.ResendAsync(letter.Number).ConfigureAwait(false) is { } problem)
            throw new ApiException(StatusCodes.Status409Conflict, problem);
        ApiAnswer.Empty(context);
    }

    private async Task DropAsync(HttpContext context, string number)
    {
        await _outbox.DeadLetters.DropAsync(Find(number).Number).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }

    private DeadLetter Find(string number) =>
        _outbox.DeadLetters.Find(ReadNumber(number)) ?? throw ApiException.NotFound($"there is no dead letter {number}");

    private static long ReadNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw ApiException.BadRequest($"'{text}' is not a number");

    private static void Write(Utf8JsonWriter writer, HandlerCounters handler, Func<string, string> seen)
    {
        writer.WriteStartObject();
        writer.WriteString("handler", handler.Target.ToString());
        writer.WriteString("state", StatusWords.Of(new HandlerStatus { Counters = handler }.State));
        writer.WriteNumber("owed", handler.Owed);
        writer.WriteNumber("running", handler.Running);
        writer.WriteNumber("delivered", handler.Delivered);
        writer.WriteNumber("failed", handler.Failed);
        writer.WriteNumber("retried", handler.Retried);
        writer.WriteNumber("dead", handler.Dead);
        writer.WriteNumber("merged", handler.Merged);
        writer.WriteNumber("dropped", handler.Dropped);
        writer.WriteBoolean("circuit-open", handler.IsCircuitOpen);
        writer.WriteString("last-error", seen(handler.LastError));
        writer.WriteString("suspension", handler.Suspension);
        if (handler.Problem.Length > 0)
            writer.WriteString("problem", handler.Problem);
        writer.WriteEndObject();
    }
}
