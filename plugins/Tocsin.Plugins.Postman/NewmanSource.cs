using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>The same under the name of Newman, so that its exports go to a topic of that name where the definition names none.</summary>
[AlertSource("newman")]
internal sealed class NewmanSource(PostmanOptions options) : IAlertSource
{
    private readonly RunReader _reader = new(options);

    public SourceReading Read(SourceRequest request) => _reader.Read(request);
}
