using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// Refuses requests that change something while state cannot be written, such as on a full disk: what was accepted before waits in memory,
/// and more of it must not pile up there. Clients try again.
/// </summary>
internal static class StorageGuard
{
    /// <exception cref="StoreException">What is wrong and the way out.</exception>
    public static void Check(HttpContext context, AlertEngine engine)
    {
        var request = context.Request;
        if (!RequestKind.Changes(request) || MakesRoom(request) || StoresNothing(request) || TakesAway(request) || engine.Store.Failure is not { } failure)
            return;
        throw new StoreException(failure.Message);
    }

    // Recordings may be what fills the disk.
    private static bool MakesRoom(HttpRequest request) => IsDelete(request, RouteTable.Base + "/recordings");

    private static bool StoresNothing(HttpRequest request) => request.Path.StartsWithSegments(RouteTable.OwnBase + "/session") || request.Path.StartsWithSegments(RouteTable.OwnBase + "/backtest");

    // Who is no longer to be let in must not wait for a disk.
    private static bool TakesAway(HttpRequest request) => IsDelete(request, RouteTable.OwnBase + "/tokens") || IsDelete(request, RouteTable.OwnBase + "/users");

    private static bool IsDelete(HttpRequest request, string path) => HttpMethods.IsDelete(request.Method) && request.Path.StartsWithSegments(path);
}
