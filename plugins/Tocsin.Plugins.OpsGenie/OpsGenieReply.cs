using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>Reads what Opsgenie answers. The first version says in the body how it went, whatever the status.</summary>
internal static class OpsGenieReply
{
    private const long FirstError = 400;

    public static Delivery Judge(ServiceReply reply)
    {
        var error = reply.Text("error");
        var said = reply.Text("message") is { Length: > 0 } message ? message : error;
        return reply.IsSuccess && (error.Length > 0 || reply.Number("code") >= FirstError) ? reply.NotTaken(error.Length > 0 ? error : said) : reply.Judge(said);
    }
}
