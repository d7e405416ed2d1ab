namespace Tocsin.Sdk.Commands;

/// <summary>A command of the program <c>tocsin</c>, made for one command line; see <see cref="ProgramCommandAttribute"/>.</summary>
public interface IProgramCommand
{
    /// <summary>Carries the command out. The program ends with 0 when this does.</summary>
    /// <exception cref="CommandException">The command failed; the person sees the message. Any other exception counts as a mistake of the plugin.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}
