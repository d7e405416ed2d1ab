namespace Tocsin.Dsl.Editing.Signatures;

/// <summary>How the call that is being written can go on.</summary>
/// <param name="Signatures">The ways to call it.</param>
/// <param name="Active">The number of the one that fits best.</param>
/// <param name="Argument">The number of the argument that is being written, from 0.</param>
public sealed record CallHint(IReadOnlyList<SignatureText> Signatures, int Active, int Argument);
