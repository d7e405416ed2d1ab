using Tocsin.Sdk;

namespace Tocsin.Plugins.Talk;

/// <summary>Posts alerts to a topic of Talk (jianliao) through a webhook.</summary>
[AlertHandler("talk")]
[ServiceTest("title", EventPart.Id, Default = "testTitle")]
[ServiceTest("text", EventPart.Message, Default = "test talk text")]
internal sealed class TalkHandler(TalkSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoAddress = Delivery.Refused("Talk: no webhook to post to: set 'url' in the section 'talk' of the server's configuration");

    private readonly JsonPost _post = new("Talk", http, time, JsonPost.SecretsOf(settings.Url));
    private readonly string _author = settings.AuthorName.Length == 0 ? context.Product : settings.AuthorName;

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => settings.Url is { } url
        ? _post.SendAsync(url, Write(alert), static reply => Judge(reply), cancellationToken)
        : ValueTask.FromResult(NoAddress);

    // JSON with its keys in alphabetical order.
    private ReadOnlyMemory<byte> Write(AlertEvent alert) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("authorName"u8, _author);
        json.WriteString("text"u8, WrittenDetails.AfterMessage(alert));
        json.WriteString("title"u8, alert.Id);
    });

    private static Delivery Judge(ServiceReply reply)
    {
        var said = reply.Text("error") is { Length: > 0 } error ? error : reply.Number("code") is > 0 ? reply.Text("message") : "";
        return reply.IsSuccess && said.Length > 0 ? reply.NotTaken(said) : reply.Judge(said);
    }
}
