using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>
/// Stands in for the address that VictorOps gives ThousandEyes, <c>/integrations/thousandeyes/v1/{key}/{routing key}</c>: only the host
/// changes at the vendor.
/// </summary>
[AlertSource("thousandeyes-victorops", StandInPath = "/integrations/thousandeyes/v1/")]
internal sealed class StandInSource(StandInOptions options) : IAlertSource
{
    private readonly NoticeReader _reader = new(options.DefaultLevel, options.TimeZone);

    public string? Verify(SourceRequest request)
    {
        var given = Split(request.Path).Key;
        var isRight = false;
        foreach (var key in options.ApiKeys)
            isRight |= SourceSignature.IsSecret(key, given);
        return isRight ? null : "the key in the address is none of the api-keys of the source";
    }

    public SourceReading Read(SourceRequest request)
    {
        var reading = _reader.Read(request, Split(request.Path).RoutingKey);
        return reading.Problem is null ? reading with { Reply = new SourceReply(200, """{"result":"success"}""") } : reading;
    }

    // A routing key may hold slashes.
    private static (string Key, string RoutingKey) Split(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? (Uri.UnescapeDataString(path), "")
            : (Uri.UnescapeDataString(path[..slash]), Uri.UnescapeDataString(path[(slash + 1)..]).Trim('/'));
    }
}
