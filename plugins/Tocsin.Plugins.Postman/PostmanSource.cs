using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>Takes runs of Postman in: webhooks of monitors, answers of the API, and exports of Newman.</summary>
[AlertSource("postman")]
internal sealed class PostmanSource(PostmanOptions options) : IAlertSource
{
    private readonly RunReader _reader = new(options);

    public SourceReading Read(SourceRequest request) => _reader.Read(request);
}
