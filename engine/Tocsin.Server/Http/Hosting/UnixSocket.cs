using System.Net.Sockets;

namespace Tocsin.Server.Http.Hosting;

/// <summary>A socket in the file system, for programs of this machine that may write to it: those of the server's user and its group.</summary>
internal static class UnixSocket
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Takes the path; nobody is answered yet.</summary>
    /// <exception cref="ListenException">It cannot be taken.</exception>
    public static Socket Bind(UnixDomainSocketEndPoint path)
    {
        var file = path.ToString() ?? "";
        RemoveLeftover(path, file);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(path);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, Mode);
            return socket;
        }
        catch (Exception problem) when (problem is SocketException or UnauthorizedAccessException or IOException)
        {
            socket.Dispose();
            throw new ListenException($"cannot listen on the socket {file}: {problem.Message}. Give http.bind-socket a path in a folder that the server may write to", problem);
        }
    }

    // A server that was killed leaves it behind.
    private static void RemoveLeftover(UnixDomainSocketEndPoint path, string file)
    {
        if (!File.Exists(file))
            return;
        if (new FileInfo(file).Length > 0)
            throw new ListenException($"cannot listen on the socket {file}: there is a file of that name. Give http.bind-socket another path");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(path);
        }
        catch (SocketException)
        {
            File.Delete(file);
            return;
        }

        throw new ListenException($"cannot listen on the socket {file}: another program does. Stop it, or give http.bind-socket another path");
    }
}
