-- Tickets that hold each of up to eight terms ('' for none), the newest before :before_id: as many of each.
SELECT n.term, n.ticket_id, n.is_internal
FROM (
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_a AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)
      UNION ALL
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_b AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)
      UNION ALL
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_c AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)
      UNION ALL
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_d AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)
      UNION ALL
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_e AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)
      UNION ALL
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_f AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)
      UNION ALL
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_g AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)
      UNION ALL
      (SELECT term, ticket_id, is_internal FROM ticket_terms WHERE term = :term_h AND ticket_id < :before_id ORDER BY ticket_id DESC LIMIT :page_size)) n
