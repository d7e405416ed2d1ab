using System.ComponentModel;
using System.Text.Json;
using Tocsin.Sdk;

namespace Fixtures;

/// <summary>Says which version of itself and of its dependency it is, and ends a call when it is answered.</summary>
[AlertHandler("alpha")]
public sealed class AlphaHandler(AlphaOptions options, AlphaSettings settings, HttpClient http) : IAlertHandler, IAsyncDisposable
{
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        // As many do: the framework remembers these types.
        JsonSerializer.Serialize(new { alert.Message, options });
        TypeDescriptor.GetProperties(typeof(AlphaOptions));
        await Say($"{settings.Tone}{alert.Id} by {Name}");
        return Delivery.Done;
    }

    // Not by the same way as a call: the test may hold those up.
    public async ValueTask DisposeAsync() => await Say($"end of {Name}");

    private string Name => $"{options.Label} alpha {typeof(AlphaHandler).Assembly.GetName().Version?.Major} {Shade.Name}";

    private async Task Say(string what) => (await http.PostAsync("http://test/", new StringContent(what))).Dispose();
}
