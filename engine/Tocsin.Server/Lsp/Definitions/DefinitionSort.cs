namespace Tocsin.Server.Lsp.Definitions;

/// <summary>What a file of definitions holds.</summary>
internal enum DefinitionSort
{
    /// <summary>Nothing of the server's.</summary>
    Other,
    Handler,
    Source,
    Silence,
    Task,
    Config,
    Test,
}
