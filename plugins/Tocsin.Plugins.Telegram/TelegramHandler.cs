using System.Net;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>Sends alerts to a chat through a Telegram bot.</summary>
[AlertHandler("telegram")]
internal sealed class TelegramHandler(
    TelegramOptions options, TelegramSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoChat = Delivery.Refused(
        "Telegram: no chat to send to: set 'chat-id' in the handler or in the section 'telegram' of the server's configuration");

    private const long BadRequest = 400;

    private readonly EventTexts _texts = new("Telegram", context);
    private readonly JsonApi _api = new("Telegram", http, time, settings.Token);
    private readonly Uri _address = new($"{settings.Url.AbsoluteUri}{settings.Token}/sendMessage");

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var chat = _texts.Of("chat-id", alert, options.ChatId, settings.ChatId);
        if (chat.Text.Length == 0)
            return ValueTask.FromResult(chat.Problem.Length > 0 ? Delivery.Refused(chat.Problem) : NoChat);

        var message = new TelegramMessage(chat.Text, options, settings);
        var mode = message.ModeFor(alert);
        return SendAsync(message.Write(alert, mode), reply => mode.Length > 0 && IsBadMarkup(reply)
            ? SendPlainAsync(message, alert, mode, reply, cancellationToken)
            : ValueTask.FromResult(Judge(reply)), cancellationToken);
    }

    // A text that Telegram cannot read as marked up, such as one with an odd number of underscores, arrives as it stands rather than not at all.
    private ValueTask<Delivery> SendPlainAsync(
        TelegramMessage message, AlertEvent alert, string mode, ServiceReply refusal, CancellationToken cancellationToken)
    {
        var why = refusal.Text("description");
        return SendAsync(message.Write(alert, ""), reply =>
        {
            var delivery = Judge(reply);
            if (delivery.Outcome != DeliveryOutcome.Done)
                return ValueTask.FromResult(delivery);

            context.Log($"the text of '{alert.Id}' isn't valid {mode} and was sent without markup: {why}");
            return ValueTask.FromResult(delivery with { Reply = $"sent without markup: {why}" });
        }, cancellationToken);
    }

    private ValueTask<Delivery> SendAsync(ReadOnlyMemory<byte> body, Func<ServiceReply, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        _api.AskAsync(HttpMethod.Post, _address, body, next, cancellationToken);

    private static bool IsBadMarkup(ServiceReply reply) =>
        reply.Status == HttpStatusCode.BadRequest && reply.Text("description").Contains("parse entities", StringComparison.OrdinalIgnoreCase);

    // Telegram says in the body whether it took the message, and how long to wait.
    private static Delivery Judge(ServiceReply reply)
    {
        var judged = reply with { RetryAfter = reply.RetryAfter ?? reply.Seconds("parameters", "retry_after") };
        if (reply.IsSuccess && reply.Flag("ok") is false)
            judged = judged with { Status = (HttpStatusCode)(reply.Number("error_code") is >= 400 and < 600 and var code ? code : BadRequest) };
        else if (reply.IsSuccess && reply.Flag("ok") is null && reply.Body.Trim() is not ("" or "{}"))
            return judged.Unclear();
        return judged.Judge(reply.Text("description"));
    }
}
