using System.Net;
using Tocsin.Inputs.Intake;

namespace Tocsin.Server.Cli.Serve;

/// <summary>The address to listen on as the command line or the configuration has it.</summary>
internal static class ListenAddress
{
    /// <exception cref="CliException">The text is not an address, or its host is not known.</exception>
    public static IPEndPoint Parse(string text)
    {
        try
        {
            return BindAddress.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new CliException(problem.Message, ExitCode.Usage);
        }
        catch (InputException problem)
        {
            throw new CliException(problem.Message);
        }
    }
}
