using Tocsin.Sdk;

namespace Tocsin.Plugins.HipChat;

/// <summary>Notifies rooms of HipChat.</summary>
[AlertHandler("hipchat", Property = "hipChat")]
[ServiceTest("room")]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("level", EventPart.Level)]
internal sealed class HipChatHandler : IAlertHandler
{
    private static readonly Delivery NoAddress = Delivery.Refused(
        "HipChat: no server to send to: set 'url' in the section 'hipchat' of the server's configuration");

    private static readonly Delivery NoRoom = Delivery.Refused(
        "HipChat: no room to notify: set 'room' in the handler or in the section 'hipchat' of the server's configuration");

    private static readonly Delivery NoToken = Delivery.Refused(
        "HipChat: no token: set 'token' in the handler or in the section 'hipchat' of the server's configuration");

    private readonly HipChatOptions _options;
    private readonly HipChatSettings _settings;
    private readonly HandlerContext _context;
    private readonly EventTexts _texts;
    private readonly JsonPost _post;
    private readonly string _token;

    public HipChatHandler(HipChatOptions options, HipChatSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _settings = settings;
        _context = context;
        _texts = new EventTexts("HipChat", context);
        _token = options.Token.Length > 0 ? options.Token : settings.Token;
        _post = new JsonPost("HipChat", http, time, _token);
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (_settings.Url is not { } url)
            return ValueTask.FromResult(NoAddress);
        if (_token.Length == 0)
            return ValueTask.FromResult(NoToken);

        var room = _texts.Of("room", alert, _options.Room, _settings.Room);
        if (room.Text.Length == 0)
            return ValueTask.FromResult(room.Problem.Length > 0 ? Delivery.Refused(room.Problem) : NoRoom);

        if (room.Text is "." or "..")
            return ValueTask.FromResult(Delivery.Refused($"HipChat: option 'room' of the alert '{alert.Id}': '{room.Text}' is not a room"));

        var address = new Uri($"{url.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(room.Text)}/notification?auth_token={Uri.EscapeDataString(_token)}");
        return _post.SendAsync(address, HipChatMessage.Write(alert, _context.Product), Judge, cancellationToken);
    }

    private static Delivery Judge(ServiceReply reply)
    {
        var said = reply.Text("error", "message") is { Length: > 0 } message ? message : reply.Text("error");
        return reply.IsSuccess && said.Length > 0 ? reply.NotTaken(said) : reply.Judge(said);
    }
}
