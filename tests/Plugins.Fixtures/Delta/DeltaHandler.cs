using System.Runtime.InteropServices;
using Tocsin.Sdk;

namespace Fixtures;

/// <summary>Stands on a native library, which is loaded with the first event: SQLite's, under another name.</summary>
[AlertHandler("delta")]
public sealed partial class DeltaHandler(HttpClient http) : IAlertHandler
{
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var version = Version();
        (await http.PostAsync("http://test/", new StringContent($"{alert.Id} by delta on {version / 1_000_000}"), cancellationToken)).Dispose();
        return Delivery.Done;
    }

    [LibraryImport("delta", EntryPoint = "sqlite3_libversion_number")]
    private static partial int Version();
}
