using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>Takes notices of ThousandEyes in: classic webhooks and custom ones.</summary>
[AlertSource("thousandeyes")]
internal sealed class ThousandEyesSource(ThousandEyesOptions options) : IAlertSource
{
    private readonly NoticeReader _reader = new(options.DefaultLevel, options.TimeZone);

    public SourceReading Read(SourceRequest request) => _reader.Read(request);
}
