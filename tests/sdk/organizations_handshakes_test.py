"""Invitations to an organization, accepted, declined, taken back and forgotten."""
import unittest

import house
from house import error_code


class HandshakesTest(unittest.TestCase):
    def setUp(self):
        self.server = house.Server().start()
        self.addCleanup(self.server.stop)
        self.inviter = self.server.client("management", "organizations")
        self.accounts = {a["Name"]: a["Id"] for a in self.inviter.list_accounts()["Accounts"]}
        self.shop = self.accounts["shop"]
        self.inviter.remove_account_from_organization(AccountId=self.shop)
        self.invited = self.server.client("shop", "organizations")

    def invite(self, **more):
        return self.inviter.invite_account_to_organization(**{"Target": {"Id": self.shop, "Type": "ACCOUNT"}, **more})["Handshake"]

    def test_what_an_invitation_says(self):
        made = self.invite(Notes="welcome", Tags=[{"Key": "team", "Value": "sales"}])
        organization = self.inviter.describe_organization()["Organization"]
        self.assertEqual((made["State"], made["Action"]), ("OPEN", "INVITE"))
        self.assertEqual((made["ExpirationTimestamp"] - made["RequestedTimestamp"]).days, 15)
        self.assertEqual(made["Parties"], [{"Id": organization["Id"], "Type": "ORGANIZATION"}, {"Id": self.shop, "Type": "ACCOUNT"}])
        self.assertRegex(made["Arn"], rf"^arn:aws:organizations::{self.accounts['management']}:handshake/{organization['Id']}/invite/{made['Id']}$")
        self.assertEqual({r["Type"]: r["Value"] for r in made["Resources"]}, {"ORGANIZATION": organization["Id"], "ACCOUNT": self.shop, "NOTES": "welcome"})
        for client in (self.inviter, self.invited):
            self.assertEqual(client.describe_handshake(HandshakeId=made["Id"])["Handshake"], made)
        self.assertEqual(self.inviter.list_handshakes_for_organization()["Handshakes"], [made])
        self.assertEqual(self.invited.list_handshakes_for_account(Filter={"ActionType": "INVITE"})["Handshakes"], [made])
        self.assertEqual(self.invited.list_handshakes_for_account(Filter={"ActionType": "ENABLE_ALL_FEATURES"})["Handshakes"], [])
        other = self.server.client("payments", "organizations")
        self.assertEqual(error_code(other.describe_handshake, HandshakeId=made["Id"]), "HandshakeNotFoundException")
        self.assertEqual(error_code(other.accept_handshake, HandshakeId=made["Id"]), "HandshakeNotFoundException")
        self.invited.accept_handshake(HandshakeId=made["Id"])
        self.assertEqual(self.inviter.list_tags_for_resource(ResourceId=self.shop)["Tags"], [{"Key": "team", "Value": "sales"}])
        self.assertEqual(self.inviter.describe_account(AccountId=self.shop)["Account"]["JoinedMethod"], "INVITED")

    def test_transitions(self):
        first = self.invite()["Id"]
        self.assertEqual(error_code(self.invite), "DuplicateHandshakeException")
        self.assertEqual(error_code(self.inviter.accept_handshake, HandshakeId=first), "AccessDeniedException")
        self.assertEqual(error_code(self.invited.cancel_handshake, HandshakeId=first), "AccessDeniedException")
        self.assertEqual(self.invited.decline_handshake(HandshakeId=first)["Handshake"]["State"], "DECLINED")
        self.assertEqual(error_code(self.invited.decline_handshake, HandshakeId=first), "HandshakeAlreadyInStateException")
        self.assertEqual(error_code(self.invited.accept_handshake, HandshakeId=first), "InvalidHandshakeTransitionException")
        second = self.invite(Target={"Id": "shop@example.com", "Type": "EMAIL"})["Id"]
        self.assertEqual(self.inviter.cancel_handshake(HandshakeId=second)["Handshake"]["State"], "CANCELED")
        third = self.invite()["Id"]
        self.assertEqual(self.invited.accept_handshake(HandshakeId=third)["Handshake"]["State"], "ACCEPTED")
        self.assertEqual(error_code(self.invited.accept_handshake, HandshakeId=third), "HandshakeAlreadyInStateException")
        self.assertEqual(error_code(self.invite), "HandshakeConstraintViolationException")
        self.assertEqual(len(self.inviter.list_handshakes_for_organization()["Handshakes"]), 3)

    def test_refusals(self):
        invite = lambda **target: error_code(self.invite, Target=target)
        self.assertEqual(invite(Id="999999999999", Type="ACCOUNT"), "InvalidInputException")
        self.assertEqual(invite(Id="nobody@example.com", Type="EMAIL"), "InvalidInputException")
        self.assertEqual(invite(Id="o-abcdefghij", Type="ORGANIZATION"), "InvalidInputException")
        payments = self.server.client("payments", "organizations")
        self.assertEqual(error_code(payments.invite_account_to_organization, Target={"Id": self.shop, "Type": "ACCOUNT"}), "AccessDeniedException")
        self.assertEqual(error_code(self.invited.invite_account_to_organization, Target={"Id": self.shop, "Type": "ACCOUNT"}), "AWSOrganizationsNotInUseException")
        self.assertEqual(error_code(self.inviter.describe_handshake, HandshakeId="h-00000000"), "HandshakeNotFoundException")
        made = self.invite()["Id"]
        self.invited.create_organization()
        self.assertEqual(error_code(self.invited.accept_handshake, HandshakeId=made), "HandshakeConstraintViolationException")

    def test_an_invitation_expires(self):
        made = self.invite()["Id"]
        self.server.advance("361h")
        self.inviter, self.invited = (self.server.client(p, "organizations") for p in ("management", "shop"))
        self.assertEqual(self.invited.describe_handshake(HandshakeId=made)["Handshake"]["State"], "EXPIRED")
        self.assertEqual(error_code(self.invited.accept_handshake, HandshakeId=made), "InvalidHandshakeTransitionException")
        self.invite()
        self.server.advance("721h")
        self.invited = self.server.client("shop", "organizations")
        self.assertEqual(error_code(self.invited.describe_handshake, HandshakeId=made), "HandshakeNotFoundException")


if __name__ == "__main__":
    unittest.main()
