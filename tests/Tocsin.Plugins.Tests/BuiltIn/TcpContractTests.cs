using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Plugins.Tests.BuiltIn;

public sealed class TcpContractTests : DeliveryContract
{
    // The other side is not listened to.
    protected override IReadOnlyList<OtherSide> Sides => [OtherSide.Well, OtherSide.Gone, OtherSide.Silent];

    protected override Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        if (side == OtherSide.Gone)
            listener.Stop();
        var reached = new TaskCompletionSource<TcpClient>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (side == OtherSide.Silent)
            _ = AcceptAsync(listener, reached);

        return Task.FromResult(new DeliverySubject(BuiltInHandlers.Create("tcp", $$"""{"address":"127.0.0.1:{{port}}"}"""))
        {
            ArrivedAsync = () => ReadAllAsync(listener),
            Reached = reached.Task,
            CloseAsync = async () =>
            {
                listener.Stop();
                if (side == OtherSide.Silent)
                    (await reached.Task).Dispose();
            },
        });
    }

    private static async Task AcceptAsync(TcpListener listener, TaskCompletionSource<TcpClient> reached) =>
        reached.SetResult(await listener.AcceptTcpClientAsync());

    // The connections of attempts that are done wait in the listener with all that was sent.
    private static async Task<string> ReadAllAsync(TcpListener listener)
    {
        var all = new StringBuilder();
        while (listener.Pending())
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            all.Append(await reader.ReadToEndAsync());
        }

        return all.ToString();
    }
}
