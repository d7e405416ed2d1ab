using Tocsin.Sdk;

namespace Tocsin.Plugins.Telegram;

/// <summary>Sends alerts to a chat through a Telegram bot.</summary>
[AlertHandler("telegram")]
internal sealed class TelegramHandler(TelegramOptions options, TelegramSettings settings, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoChat = Delivery.Refused(
        "Telegram: no chat to send to: set 'chat-id' in the handler or in the section 'telegram' of the server's configuration");

    private readonly JsonPost _post = new("Telegram", http, time, settings.Token);
    private readonly Uri _address = new($"{settings.Url.AbsoluteUri}{settings.Token}/sendMessage");
    private readonly string _chatId = options.ChatId.Length == 0 ? settings.ChatId : options.ChatId;

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => _chatId.Length == 0
        ? ValueTask.FromResult(NoChat)
        : _post.SendAsync(_address, TelegramMessage.Write(alert, _chatId, options, settings), Judge, cancellationToken);

    // Telegram says how long to wait in the body.
    private static Delivery Judge(ServiceReply reply) =>
        (reply with { RetryAfter = reply.RetryAfter ?? reply.Seconds("parameters", "retry_after") }).Judge(reply.Text("description"));
}
