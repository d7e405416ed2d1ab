using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>Turns a notice of either form into an event and points.</summary>
internal sealed class NoticeReader
{
    private readonly ClassicNotice _classic;
    private readonly CustomNotice _custom;
    private readonly NoticeEvent _event;

    /// <param name="timeZone">The account's zone, checked before.</param>
    public NoticeReader(AlertLevel defaultLevel, string timeZone)
    {
        var time = new NoticeTime(ZoneName.TryFind(timeZone, out var zone) ? zone : TimeZoneInfo.Utc);
        _classic = new ClassicNotice(time);
        _custom = new CustomNotice(time);
        _event = new NoticeEvent(defaultLevel);
    }

    /// <param name="routingKey">Who is to be told, by the address; empty when it says nothing.</param>
    /// <exception cref="FormatException">The body is not JSON.</exception>
    public SourceReading Read(SourceRequest request, string routingKey = "")
    {
        var body = JsonBody.Parse(request);
        if (body["eventType"].Text == ClassicNotice.TestType)
            return SourceReading.Test();

        try
        {
            if (body["eventType"].Exists)
                return _event.Of(_classic.Read(body), routingKey, request.Received);
            return CustomNotice.IsOne(body)
                ? _event.Of(_custom.Read(body), routingKey, request.Received)
                : SourceReading.Unreadable("neither eventType of a classic webhook nor type and alert of a custom one are there: use thousandeyes-template.json");
        }
        catch (FormatException error)
        {
            return SourceReading.Unreadable(error.Message);
        }
    }
}
