using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Server.Users;

/// <summary>A token was used: nobody waits for that to be written.</summary>
internal sealed class TokenUse(string token, long at) : StateChange
{
    public override bool IsUrgent => false;

    public override void Apply(IStateWriter writer) => writer.NoteUse(token, at);
}
