using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>Takes exports of Newman in as <c>postman</c> does, under a name of its own, so that they go to a topic of that name where the definition names none.</summary>
[AlertSource("newman")]
internal sealed class NewmanSource(PostmanOptions options) : IAlertSource
{
    private readonly RunReader _reader = new(options);

    public SourceReading Read(SourceRequest request) => _reader.Read(request);
}
