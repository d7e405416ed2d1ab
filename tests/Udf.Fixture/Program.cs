using System.Net.Sockets;
using MovingAverage;
using Udf.Fixture;

// What the server starts as a function in tests; the first argument says how it behaves, "socket PATH MODE" has it listen.
if (args is ["socket", var path, var served])
{
    using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    server.Bind(new UnixDomainSocketEndPoint(path));
    server.Listen();
    Console.Error.WriteLine("listening");
    while (true)
    {
        var connection = await server.AcceptAsync();
        _ = Task.Run(() =>
        {
            using var stream = new NetworkStream(connection, ownsSocket: true);
            new Agent(stream, stream).Run(Make(served));
            if (served == "never-closes")
                Thread.Sleep(Timeout.Infinite);
        });
    }
}

using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
if (args[0] == "garbage")
{
    for (var i = 0; i < 100; i++)
        output.Write("Hello, I do not know the protocol, but I print a lot of text.\n"u8);
    output.Flush();
    input.CopyTo(Stream.Null);
    return 0;
}

if (args[0] == "silent")
{
    input.CopyTo(Stream.Null);
    return 0;
}

new Agent(input, output).Run(Make(args[0]));
return 0;

static Function Make(string mode) => mode == "average" ? new MovingAverageFunction() : new Behaviour(mode);
