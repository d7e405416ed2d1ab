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
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || MakesRoom(context.Request) || engine.Store.Failure is not { } failure)
            return;
        throw new StoreException(failure.Message);
    }

    // Recordings may be what fills the disk.
    private static bool MakesRoom(HttpRequest request) => HttpMethods.IsDelete(request.Method) && request.Path.StartsWithSegments(RouteTable.Base + "/recordings");
}
