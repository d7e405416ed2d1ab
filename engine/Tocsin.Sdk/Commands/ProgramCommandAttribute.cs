namespace Tocsin.Sdk.Commands;

/// <summary>
/// Makes a class that implements <see cref="IProgramCommand"/> a command of the program <c>tocsin</c>. The class's constructor may ask for:
/// its options (a class marked <see cref="CommandOptionsAttribute"/>), a <see cref="CommandContext"/>, a <see cref="ServerClient"/> when it
/// talks to a server, an <see cref="System.Net.Http.HttpClient"/> for other systems and a <see cref="TimeProvider"/>. Plugins are loaded for
/// a command only when somebody asks for it or for the list of commands.
/// </summary>
/// <param name="name">
/// The words after <c>tocsin</c>, such as <c>victorops teams import</c>: lower-case letters, digits and dashes. The first must be none of the
/// program's own commands; several commands may share their first words.
/// </param>
/// <param name="description">One sentence for the help.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ProgramCommandAttribute(string name, string description) : Attribute
{
    /// <summary>The words after <c>tocsin</c>.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for the help.</summary>
    public string Description { get; } = description;

    /// <summary>Command lines that work, such as <c>tocsin victorops teams import --out teams.yaml</c>; shown below the help.</summary>
    public string[] Examples { get; init; } = [];
}
